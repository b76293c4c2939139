using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Isaa.Schemas.Formats;

/// <summary>Names and addresses of the network.</summary>
internal static partial class NetFormats
{
    public static bool IsHostName(string text) => text.Length <= 253 && Host().IsMatch(text);

    public static bool IsIpv6(string text) =>
        text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
        && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
        && !LongGroup().IsMatch(text) && HasPlainTail(text);

    public static bool IsEmail(string text) => text.All(char.IsAscii) && IsInternationalEmail(text);

    public static bool IsInternationalEmail(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 1)
        {
            return false;
        }

        var (local, domain) = (text[..at], text[(at + 1)..]);
        return (DotAtom().IsMatch(local) || Quoted().IsMatch(local)) && IsMailDomain(domain);
    }

    private static bool IsMailDomain(string domain)
    {
        if (!domain.StartsWith('[') || !domain.EndsWith(']'))
        {
            return domain.All(char.IsAscii) ? IsHostName(domain) : InternationalHost().IsMatch(domain);
        }

        var literal = domain[1..^1];
        return literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)
            ? IsIpv6(literal[5..])
            : IPAddress.TryParse(literal, out var address) && address.ToString() == literal;
    }

    private static bool HasPlainTail(string text)
    {
        var tail = text[(text.LastIndexOf(':') + 1)..];
        return !tail.Contains('.', StringComparison.Ordinal) || (IPAddress.TryParse(tail, out var v4) && v4.ToString() == tail);
    }

    [GeneratedRegex(@"^(?![^.]{64})(?!.*\.[^.]{64})(?!(?:.*\.)?[^.]{2}--)[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*\z|^(?:[a-zA-Z0-9-]+\.)*[xX][nN]--[a-zA-Z0-9-]*[a-zA-Z0-9](?:\.[a-zA-Z0-9-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"^[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}.-]*[\p{L}\p{N}\p{M}])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex InternationalHost();

    [GeneratedRegex(@"^[^\x00-\x20\x7f""(),:;<>@\[\\\].]+(?:\.[^\x00-\x20\x7f""(),:;<>@\[\\\].]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex DotAtom();

    [GeneratedRegex(@"^""(?:[^""\\\x00-\x1f]|\\[^\x00-\x1f])*""\z", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex("[0-9A-Fa-f]{5}", RegexOptions.CultureInvariant)]
    private static partial Regex LongGroup();
}
