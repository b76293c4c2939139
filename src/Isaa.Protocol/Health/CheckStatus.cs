namespace Isaa.Protocol.Health;

/// <summary>The words a <see cref="DoctorCheck"/> uses.</summary>
public static class CheckStatus
{
    /// <summary>All is well.</summary>
    public const string Ok = "ok";

    /// <summary>Something is missing that is not needed for all.</summary>
    public const string Warning = "warning";

    /// <summary>Something that is needed is broken.</summary>
    public const string Failed = "failed";
}
