using System.Net;
using System.Net.Sockets;
using Isaa.Schemas.Patterns;

namespace Isaa.Schemas.Formats;

/// <summary>The formats that can be asserted. Unknown ones accept everything.</summary>
internal static class FormatCatalog
{
    private static readonly Dictionary<string, Func<string, bool>> Formats = new(StringComparer.Ordinal)
    {
        ["date-time"] = TimeFormats.IsDateTime,
        ["date"] = TimeFormats.IsDate,
        ["time"] = TimeFormats.IsTime,
        ["duration"] = TimeFormats.IsDuration,
        ["email"] = NetFormats.IsEmail,
        ["idn-email"] = NetFormats.IsInternationalEmail,
        ["hostname"] = NetFormats.IsHostName,
        ["ipv4"] = text => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text,
        ["ipv6"] = NetFormats.IsIpv6,
        ["uri"] = text => UriFormats.IsUri(text, isInternational: false),
        ["uri-reference"] = text => UriFormats.IsReference(text, isInternational: false),
        ["iri"] = text => UriFormats.IsUri(text, isInternational: true),
        ["iri-reference"] = text => UriFormats.IsReference(text, isInternational: true),
        ["uri-template"] = UriFormats.IsTemplate,
        ["uuid"] = text => text.Length == 36 && Guid.TryParseExact(text, "D", out _),
        ["json-pointer"] = PointerFormats.IsPointer,
        ["relative-json-pointer"] = PointerFormats.IsRelative,
        ["regex"] = IsPattern,
    };

    public static Func<string, bool>? Find(string format) => Formats.GetValueOrDefault(format);

    private static bool IsPattern(string text)
    {
        try
        {
            EcmaPattern.Parse(text, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
