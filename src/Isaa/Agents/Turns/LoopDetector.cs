using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isaa.Agents.Turns;

/// <summary>Finds calls that go round in a loop: the same call three times in a row, or two calls in turn twice.</summary>
internal static class LoopDetector
{
    /// <summary>How many fingerprints must be remembered.</summary>
    public const int Memory = 3;

    /// <summary>Identifies a call by its tool and its arguments, however these are written.</summary>
    public static string Fingerprint(string tool, string arguments)
    {
        var bytes = Encoding.UTF8.GetBytes($"{tool}\n{Canonical(arguments)}");
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
    }

    /// <summary>Whether a call after those remembered (oldest first) goes round in a loop.</summary>
    public static bool IsLoop(IReadOnlyList<string> recent, string next)
    {
        if (recent.Count >= 2 && recent[^1] == next && recent[^2] == next)
        {
            return true;
        }

        return recent.Count >= 3 && recent[^2] == next && recent[^1] == recent[^3] && recent[^1] != next;
    }

    /// <summary>The memory after one more call.</summary>
    public static IReadOnlyList<string> Remember(IReadOnlyList<string> recent, string next) => [.. recent.TakeLast(Memory - 1), next];

    private static string Canonical(string arguments)
    {
        try
        {
            return Sorted(JsonNode.Parse(arguments))?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            return arguments;
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
