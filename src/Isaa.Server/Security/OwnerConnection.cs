namespace Isaa.Server.Security;

/// <summary>Marks a connection that came in through the owner's own socket; set when the connection is accepted, before anything it says is read.</summary>
internal sealed class OwnerConnection
{
    public static OwnerConnection Mark { get; } = new();
}
