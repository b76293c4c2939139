using System.Security.Cryptography;
using System.Text;
using Isaa.Files;

namespace Isaa.Agents.Sessions;

/// <summary>The folder in Isaa's home that belongs to a session.</summary>
internal static class SessionFolder
{
    private const string Place = "sessions";

    /// <summary>The folder; made when it is not there.</summary>
    public static string Open(IsaaHome home, string tenant, string agent, string session) => home.Folder(Place, Name(tenant, agent, session));

    /// <summary>Deletes the folder, if it is there.</summary>
    public static void Delete(IsaaHome home, string tenant, string agent, string session)
    {
        var folder = Path.Combine(home.Folder(Place), Name(tenant, agent, session));
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A session's id is anybody's text; the folder's name must be safe on every file system.
    private static string Name(string tenant, string agent, string session)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{agent}\n{session}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
