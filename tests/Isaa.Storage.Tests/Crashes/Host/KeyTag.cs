namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>How the tag of a job begins that has a key, the key's number behind it.</summary>
internal static class KeyTag
{
    public const string Group = "group-";
    public const string Fifo = "fifo-";
    public const string Unique = "unique-";

    /// <summary>How many jobs of one group run at once at most.</summary>
    public const int GroupConcurrency = 2;
}
