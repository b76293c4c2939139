using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Isaa.Tests.Functions.Networking;

/// <summary>An HTTP server on loopback that says what it was asked; over TLS with a certificate of its own where that is wanted.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;

    public LoopbackServer(bool isSecure = false)
    {
        _certificate = isSecure ? NewCertificate() : null;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The heads and bodies of all requests.</summary>
    public ConcurrentQueue<string> Seen { get; } = [];

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=service.test", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(_certificate);
                    stream = secure;
                }

                var request = await ReadAsync(stream);
                Seen.Enqueue(request);
                await stream.WriteAsync(Answer(request));
                await stream.FlushAsync();
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client went away.
            }
        }
    }

    private static byte[] Answer(string request)
    {
        var path = request.Split(' ')[1];
        const string redirect = "/redirect?to=";
        if (path.StartsWith(redirect, StringComparison.Ordinal))
        {
            return Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {Uri.UnescapeDataString(path[redirect.Length..])}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }

        var body = path == "/big" ? new string('x', 1 << 20) : $"asked {request.Split("\r\n")[0]}";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    }

    /// <summary>The head and the body, whose end is its length or its last chunk.</summary>
    private static async Task<string> ReadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (!IsComplete(text.ToString()))
        {
            var count = await stream.ReadAsync(buffer);
            _ = count > 0 ? text.Append(Encoding.Latin1.GetString(buffer, 0, count)) : throw new IOException("The request ended early.");
        }

        return text.ToString();
    }

    private static bool IsComplete(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var length = text[..end].Split("\r\n").FirstOrDefault(static line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase));
        return text.Contains("ransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase)
            ? text.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
            : length is null || text.Length - end - 4 >= int.Parse(length[15..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
