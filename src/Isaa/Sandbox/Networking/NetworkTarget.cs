using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Isaa.Sandbox.Networking;

/// <summary>A host and a port that a sandboxed program may talk to. Exact: no patterns, no subdomains.</summary>
/// <param name="Host">The host's name in lower case, or an IPv4 address.</param>
/// <param name="Port">The TCP port.</param>
public sealed partial record NetworkTarget(string Host, ushort Port)
{
    /// <summary>Reads <c>host:port</c>, for example <c>api.example.org:443</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">What it says; null when it is no such text.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out NetworkTarget? target)
    {
        var match = text is null ? Match.Empty : Written().Match(text);
        target = match.Success && match.Groups[1].Length <= 253
            && ushort.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? new NetworkTarget(match.Groups[1].Value.ToLowerInvariant(), port)
            : null;
        return target is not null;
    }

    /// <summary><c>host:port</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    [GeneratedRegex(@"\A((?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*):([0-9]{1,5})\z")]
    private static partial Regex Written();
}
