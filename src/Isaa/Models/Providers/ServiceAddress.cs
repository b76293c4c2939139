using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Isaa.Models.Providers;

/// <summary>Base addresses of services.</summary>
internal static class ServiceAddress
{
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0;

    /// <summary>True when what is sent can be read on the way to another machine.</summary>
    public static bool IsExposed(Uri address) => address.Scheme == "http" && !address.IsLoopback;

    /// <summary>Reads OLLAMA_HOST as Ollama does: host, port, both or a whole address; a listening wildcard means this machine.</summary>
    public static bool TryParseHost(string text, int defaultPort, [NotNullWhen(true)] out Uri? address)
    {
        text = text.Trim().TrimEnd('/');
        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        var rest = hasScheme ? text : $"http://{(text.StartsWith(':') ? "127.0.0.1" : "")}{text}";
        if (!TryParse(rest, out address))
        {
            return false;
        }

        var builder = new UriBuilder(address);
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            builder.Host = "127.0.0.1";
        }

        if (!hasScheme && address.IsDefaultPort && !text.EndsWith(":80", StringComparison.Ordinal))
        {
            builder.Port = defaultPort;
        }

        if (builder.Path is "" or "/")
        {
            builder.Path = "/v1";
        }

        address = builder.Uri;
        return true;
    }
}
