using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Isaa.Connectors.Calling;

/// <summary>
/// Names and ids as the service accepts them. A model can call a tool by any name, and another provider can give ids of any length; the
/// service would refuse the whole conversation for one of them.
/// </summary>
internal static partial class ToolName
{
    private const int MaxNameCharacters = 64;
    private const int MaxIdCharacters = 40;

    public static string Allowed(string name)
    {
        var allowed = Forbidden().Replace(name, "_");
        return allowed.Length == 0 ? "_" : allowed.Length <= MaxNameCharacters ? allowed : allowed[..MaxNameCharacters];
    }

    public static string AllowedId(string id) =>
        id.Length is > 0 and <= MaxIdCharacters ? id : HashedId(id);

    /// <summary>An id of letters, digits and a low line; the same for the same id.</summary>
    public static string HashedId(string id) => "call_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..32];

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex Forbidden();
}
