using System.Globalization;
using System.Net;
using Isaa.Diagnostics;

namespace Isaa.Server.Hosting;

/// <summary>An address to listen on, checked.</summary>
/// <param name="Host">The address of the network interface.</param>
/// <param name="Port">The port; 0 for any free one.</param>
internal sealed record ListenAddress(IPAddress Host, int Port)
{
    /// <summary>Reads an address; refuses one that other machines can reach unless that is wanted.</summary>
    public static ListenAddress Parse(string text, bool anywhere)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/" || uri.Scheme is not ("http" or "https"))
        {
            throw new IsaaException("url_invalid", $"'{text}' is no address to listen on; one like http://127.0.0.1:{ServerOptions.DefaultPort} is expected.");
        }

        if (uri.Scheme == "https")
        {
            throw new IsaaException("url_invalid", $"'{text}': the server speaks plain HTTP. Put a proxy that ends TLS in front of it and listen on http://127.0.0.1:{uri.Port}.");
        }

        var host = ReadHost(uri, text);
        if (!IPAddress.IsLoopback(host) && !anywhere)
        {
            throw new IsaaException("url_refused",
                $"{text} can be reached from other machines, and what is said there is not encrypted. Use http://127.0.0.1:{uri.Port}, or add --listen-any if that is what you want.");
        }

        return new ListenAddress(host, uri.Port);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"http://{new IPEndPoint(Host, Port)}");

    private static IPAddress ReadHost(Uri uri, string text)
    {
        if (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(uri.DnsSafeHost, out var address)
            ? address
            : throw new IsaaException("url_invalid", $"'{text}' must name an address of this machine, for example 127.0.0.1, ::1 or 0.0.0.0; other host names go into --allow-host.");
    }
}
