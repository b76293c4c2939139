namespace Isaa.Protocol.Agents;

/// <summary>Tokens of one model call or of a whole run, as the provider counted them.</summary>
public sealed record TokenUsage
{
    /// <summary>No tokens.</summary>
    public static TokenUsage None { get; } = new();

    /// <summary>All input tokens, the cached ones included.</summary>
    public long Input { get; init; }

    /// <summary>All output tokens.</summary>
    public long Output { get; init; }

    /// <summary>The part of the input that the provider read from its cache.</summary>
    public long CachedInput { get; init; }

    /// <summary>The sum of both.</summary>
    /// <param name="left">One part.</param>
    /// <param name="right">The other part.</param>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => Add(left, right);

    /// <summary>The sum of both.</summary>
    /// <param name="left">One part.</param>
    /// <param name="right">The other part.</param>
    public static TokenUsage Add(TokenUsage left, TokenUsage right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new()
        {
            Input = left.Input + right.Input,
            Output = left.Output + right.Output,
            CachedInput = left.CachedInput + right.CachedInput,
        };
    }
}
