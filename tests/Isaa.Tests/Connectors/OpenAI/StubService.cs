using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Isaa.Tests.Connectors.OpenAI;

/// <summary>Answers HTTP requests byte for byte as told, for what no well-behaved server does. One answer per connection; the last is repeated.</summary>
internal sealed class StubService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Func<NetworkStream, CancellationToken, Task>> _answers = new();
    private readonly Task _loop;
    private Func<NetworkStream, CancellationToken, Task> _last = (_, _) => Task.CompletedTask;

    public StubService()
    {
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";
        _loop = ListenAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public JsonElement LastBody => JsonDocument.Parse(Requests.Last()[(Requests.Last().IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;

    public void Answer(Func<NetworkStream, CancellationToken, Task> write) => _answers.Enqueue(write);

    public void Answer(int status, string body, string headers = "", string type = "application/json")
    {
        var length = Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture);
        Answer(Bytes($"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"));
    }

    /// <summary>Answers with events, then closes the connection; an event that is no JSON stands as it is.</summary>
    public void Stream(params string[] data) =>
        Answer(Bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + string.Concat(data.Select(one => $"data: {one}\n\n"))));

    public static Func<NetworkStream, CancellationToken, Task> Bytes(string text) =>
        (stream, cancellation) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                Requests.Enqueue(await ReadRequestAsync(stream));
                _last = _answers.TryDequeue(out var answer) ? answer : _last;
                await _last(stream, _stop.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or InvalidOperationException)
        {
            // The test is over, or its client hung up as the test wanted.
            if (!_stop.IsCancellationRequested)
            {
                await ListenAsync();
            }
        }
    }

    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            var all = text.ToString();
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && Encoding.UTF8.GetByteCount(all.AsSpan(end + 4)) >= Length(all))
            {
                return all;
            }

            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return all;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
    }

    private static int Length(string request)
    {
        const string Header = "Content-Length: ";
        var at = request.IndexOf(Header, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(request.AsSpan(at + Header.Length, request.IndexOf("\r\n", at, StringComparison.Ordinal) - at - Header.Length), CultureInfo.InvariantCulture);
    }
}
