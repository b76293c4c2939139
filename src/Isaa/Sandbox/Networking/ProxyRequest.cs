using System.Text;

namespace Isaa.Sandbox.Networking;

/// <summary>The head of a request to the proxy. Whoever wrote it is hostile.</summary>
internal sealed record ProxyRequest
{
    private static readonly string[] OfThisConnection = ["connection", "keep-alive", "proxy-connection", "proxy-authorization", "host", "upgrade", "te", "expect"];

    /// <summary>Whom to connect to.</summary>
    public required NetworkTarget Target { get; init; }

    /// <summary>Whether only bytes are passed on (CONNECT).</summary>
    public required bool IsTunnel { get; init; }

    /// <summary>What is sent to the target in its place; empty for a tunnel.</summary>
    public ReadOnlyMemory<byte> Head { get; init; }

    /// <summary>How many bytes of body follow; null when it comes in chunks.</summary>
    public long? BodyBytes { get; init; } = 0;

    /// <summary>Reads a head.</summary>
    /// <param name="text">All up to the empty line, without it.</param>
    /// <exception cref="ProxyRefusalException">It is none.</exception>
    public static ProxyRequest Parse(string text)
    {
        var lines = text.Split("\r\n");
        var parts = lines[0].Split(' ');
        if (text.Any(static c => char.IsControl(c) && c is not ('\r' or '\n' or '\t')) || lines.Any(static line => line.AsSpan().ContainsAny('\r', '\n')) || parts is not [_, _, "HTTP/1.1" or "HTTP/1.0"])
        {
            throw new ProxyRefusalException(400, "This is no request to an HTTP proxy");
        }

        if (parts[0] == "CONNECT")
        {
            return NetworkTarget.TryParse(parts[1], out var tunnel)
                ? new ProxyRequest { Target = tunnel, IsTunnel = true }
                : throw new ProxyRefusalException(400, "CONNECT takes host:port");
        }

        var (target, path) = Split(parts[1]);
        var headers = lines.Skip(1).Select(ReadHeader).ToList();
        var length = Single(headers, "content-length");
        var coding = Single(headers, "transfer-encoding");
        if ((length is not null && coding is not null) || (coding is not null && !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProxyRefusalException(400, "The length of the body is not clear");
        }

        var head = new StringBuilder($"{parts[0]} {path} HTTP/1.1\r\nHost: {(target.Port == 80 ? target.Host : target.ToString())}\r\nConnection: close\r\n");
        foreach (var (name, value) in headers.Where(static header => !OfThisConnection.Contains(header.Name.ToLowerInvariant())))
        {
            _ = head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return new ProxyRequest
        {
            Target = target,
            IsTunnel = false,
            Head = Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()),
            BodyBytes = coding is not null ? null : length is null ? 0 : LengthOf(length),
        };
    }

    // The host that is connected to is read here and nowhere else, from the text as it is; the target is told the same one.
    private static (NetworkTarget Target, string Path) Split(string address)
    {
        const string scheme = "http://";
        if (!address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new ProxyRefusalException(400, "The address must begin with http:// (https goes by CONNECT)");
        }

        var rest = address[scheme.Length..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 ? "/" : rest[end] == '/' ? rest[end..] : $"/{rest[end..]}";
        return NetworkTarget.TryParse(authority.Contains(':', StringComparison.Ordinal) ? authority : $"{authority}:80", out var target)
            ? (target, path)
            : throw new ProxyRefusalException(400, "The address has no plain host and port");
    }

    private static (string Name, string Value) ReadHeader(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && line.AsSpan(0, colon).IndexOfAnyExcept(TokenCharacters) < 0
            ? (line[..colon], line[(colon + 1)..].Trim())
            : throw new ProxyRefusalException(400, "A header is not one");
    }

    private static readonly System.Buffers.SearchValues<char> TokenCharacters =
        System.Buffers.SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static string? Single(List<(string Name, string Value)> headers, string name)
    {
        var found = headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 1 ? throw new ProxyRefusalException(400, $"There are {found.Count} headers {name}") : found is [var only] ? only.Value : null;
    }

    private static long LengthOf(string text) => long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)
        ? length
        : throw new ProxyRefusalException(400, "The length of the body is no number");
}
