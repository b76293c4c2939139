using System.ClientModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Models;
using Isaa.Models.Providers;

namespace Isaa.Connectors.Calling;

/// <summary>Turns every way in which a service fails into a <see cref="ModelException"/> whose text holds no key.</summary>
internal sealed partial class FailureReader(ModelConnection connection, string model, TimeProvider time)
{
    private const int MaxReasonCharacters = 500;
    private const NumberStyles Number = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private string Name => $"{connection.Provider}/{model}";

    /// <summary>What an exception of transport or timing means; null for what means itself.</summary>
    public Exception? Translate(Exception exception, Patience patience, bool hasAnswer)
    {
        if (patience.Caller.IsCancellationRequested)
        {
            return exception is OperationCanceledException ? null : new OperationCanceledException(null, exception, patience.Caller);
        }

        if (exception is ModelException)
        {
            return null;
        }

        if (patience.IsExhausted)
        {
            return new ModelException("model_timeout", $"{Name} did not answer in time.", isTransient: true);
        }

        return exception switch
        {
            // The client's own exception may quote the request; only the transport's cause is kept.
            ClientResultException { InnerException: HttpRequestException cause } => Unreachable(cause),
            HttpRequestException { HttpRequestError: not HttpRequestError.ResponseEnded } cause when !hasAnswer => Unreachable(cause),
            HttpRequestException or IOException => Cut(exception),
            ClientResultException => new ModelException("model_unavailable", $"{Name} could not be called.", isTransient: true),
            _ => null,
        };
    }

    public ModelException Cut(Exception? cause = null) =>
        new("model_stream_cut", $"The answer of {Name} broke off before its end.", isTransient: true, cause);

    public ModelException BadAnswer(string reason, bool isTransient, Exception? cause = null) =>
        new("model_bad_answer", $"{connection.Address} does not answer as a model service does: {reason}. Check the base address of {connection.Provider}.", isTransient, cause);

    /// <summary>The failure that an HTTP status other than success stands for.</summary>
    /// <param name="status">The status.</param>
    /// <param name="header">Gives a header's value, or null.</param>
    /// <param name="body">The beginning of the body.</param>
    public ModelException FromStatus(int status, Func<string, string?> header, ReadOnlySpan<byte> body)
    {
        var (reason, code) = Reason(body);
        var failure = Classify(status, reason, code);
        return new ModelException(failure.Code, failure.Message, failure.IsTransient) { RetryAfter = RetryAfter(header) };
    }

    /// <summary>The failure that an <c>error</c> object inside an answer stands for.</summary>
    public ModelException FromBody(JsonElement root)
    {
        var (reason, code) = Reason(root);
        var status = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : StatusOf(code);
        return Classify(status, reason, code);
    }

    // Errors inside a stream are named rather than numbered.
    private static int StatusOf(string code) => code switch
    {
        "invalid_request_error" => 400,
        "authentication_error" or "permission_error" => 401,
        "billing_error" => 402,
        "not_found_error" => 404,
        "request_too_large" => 413,
        "rate_limit_error" => 429,
        _ => 500,
    };

    private ModelException Unreachable(HttpRequestException cause) =>
        new("model_unavailable", $"{connection.Address} cannot be reached: {Clean(cause.Message)}", isTransient: cause.HttpRequestError != HttpRequestError.SecureConnectionError, cause);

    private ModelException Classify(int status, string reason, string code)
    {
        var says = reason.Length > 0 ? $" It says: {reason}" : "";
        return status switch
        {
            401 or 403 => new("model_auth", $"{connection.Provider} refused the key (HTTP {status}).{says}", isTransient: false),
            402 => new("model_rejected", $"{connection.Provider} asks for payment (HTTP 402).{says}", isTransient: false),
            404 => new("model_rejected", $"{connection.Provider} does not know the model {model}, or nothing answers at {connection.Address} (HTTP 404).{says}", isTransient: false),
            408 => new("model_timeout", $"{Name} took too long (HTTP 408).{says}", isTransient: true),
            409 => new("model_unavailable", $"{Name} is busy with a conflicting request (HTTP 409).{says}", isTransient: true),
            429 when code is "insufficient_quota" or "billing_hard_limit_reached" =>
                new("model_rejected", $"The account at {connection.Provider} has no credit left (HTTP 429).{says}", isTransient: false),
            429 => new("model_rate_limited", $"{connection.Provider} limits how often {model} may be called (HTTP 429).{says}", isTransient: true),
            >= 500 => new("model_unavailable", $"{Name} is not available (HTTP {status}).{says}", isTransient: true),
            >= 400 when code is "context_length_exceeded" or "string_above_max_length" || TooLong().IsMatch(reason) =>
                new("model_context_exceeded", $"The conversation is too long for {Name} (HTTP {status}).{says}", isTransient: false),
            >= 400 => new("model_rejected", $"{Name} rejected the request (HTTP {status}).{says}", isTransient: false),
            _ => new("model_bad_answer", $"{connection.Address} answered with HTTP {status}, which a model service does not. Check the base address of {connection.Provider}.", isTransient: false),
        };
    }

    private (string Reason, string Code) Reason(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return Reason(document.RootElement);
        }
        catch (JsonException)
        {
            return (Clean(Tags().Replace(Encoding.UTF8.GetString(body), " ")), "");
        }
    }

    // {error: {message, code}}, {error: "text"}, {message: "text"} and {detail: ...} all occur.
    private (string Reason, string Code) Reason(JsonElement root)
    {
        var error = Json.Find(root, "error") ?? root;
        var text = error.ValueKind == JsonValueKind.String ? error.GetString()! : Json.Text(error, "message");
        var code = Json.Find(error, "code") ?? Json.Find(error, "type");
        return (Clean(text.Length > 0 ? text : error.GetRawText()), code?.ToString() ?? "");
    }

    private string Clean(string text)
    {
        var safe = connection.Key?.Hide(text) ?? text;
        safe = Spaces().Replace(KeyLike().Replace(safe, "[key hidden]"), " ").Trim();
        return safe.Length <= MaxReasonCharacters ? safe : safe[..MaxReasonCharacters] + " ...";
    }

    private TimeSpan? RetryAfter(Func<string, string?> header)
    {
        TimeSpan? wait = null;
        if (header("retry-after-ms") is { } text && double.TryParse(text, Number, CultureInfo.InvariantCulture, out var milliseconds))
        {
            wait = TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestWait.TotalMilliseconds));
        }
        else if (header("Retry-After") is { } given)
        {
            wait = double.TryParse(given, Number, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds))
                : DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date - time.GetUtcNow() : null;
        }

        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }

    [GeneratedRegex(@"maximum context length|context (window|length|size)|too many (input )?tokens|prompt is too long|input is too long", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TooLong();

    [GeneratedRegex(@"\b(sk|rk|pk|key)-[A-Za-z0-9_*\-.]{6,}|(?<=Bearer\s)\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyLike();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
