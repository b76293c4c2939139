using System.Text.RegularExpressions;

namespace Isaa.Schemas.Formats;

/// <summary>URIs by the grammar of RFC 3986, IRIs of RFC 3987 and templates of RFC 6570.</summary>
internal static partial class UriFormats
{
    public static bool IsUri(string text, bool isInternational) => IsReference(text, isInternational) && Scheme().IsMatch(text);

    public static bool IsReference(string text, bool isInternational)
    {
        if ((!isInternational && !text.All(char.IsAscii)) || !Characters().IsMatch(text))
        {
            return false;
        }

        var parts = Parts().Match(text);
        var scheme = parts.Groups["scheme"];
        var path = parts.Groups["path"].Value;
        return (!scheme.Success || Scheme().IsMatch(text))
            && (scheme.Success || parts.Groups["authority"].Success || !path.Split('/')[0].Contains(':', StringComparison.Ordinal))
            && !path.AsSpan().ContainsAny('[', ']')
            && !parts.Groups["query"].Value.AsSpan().ContainsAny('[', ']')
            && !parts.Groups["fragment"].Value.AsSpan().ContainsAny("[]#")
            && (!parts.Groups["authority"].Success || IsAuthority(parts.Groups["authority"].Value));
    }

    public static bool IsTemplate(string text) => Template().IsMatch(text);

    private static bool IsAuthority(string authority)
    {
        var match = Authority().Match(authority);
        if (!match.Success)
        {
            return false;
        }

        var host = match.Groups["host"].Value;
        return !host.StartsWith('[')
            || NetFormats.IsIpv6(host[1..^1])
            || FutureAddress().IsMatch(host);
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(?:%[0-9A-Fa-f]{2}|[^\x00-\x20""%<>\\^`{|}\x7f-\x9f])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Characters();

    [GeneratedRegex(@"^(?:(?<scheme>[^:/?#]+):)?(?://(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Parts();

    [GeneratedRegex(@"^(?:[^@\[\]]*@)?(?<host>\[[^\[\]@]*\]|[^\[\]@:]*)(?::[0-9]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Authority();

    [GeneratedRegex(@"^\[[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+\]\z", RegexOptions.CultureInvariant)]
    private static partial Regex FutureAddress();

    [GeneratedRegex(@"^(?:[^\x00-\x20""<>\\^`{|}%\x7f]|%[0-9A-Fa-f]{2}|\{[+#./;?&=,!@|]?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9][0-9]{0,3}|\*)?(?:,(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9][0-9]{0,3}|\*)?)*\})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Template();
}
