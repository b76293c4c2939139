using Isaa.Models;

namespace Isaa.Connectors.Calling;

/// <summary>Reads a whole body, but never more than a service can be expected to send.</summary>
internal static class BoundedBody
{
    public const int ErrorBytes = 64 * 1024;
    public const int AnswerBytes = 64 * 1024 * 1024;

    /// <summary>The body; of an error body that is too long the beginning, while an answer that is too long is an error.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream? stream, int limit, CancellationToken cancellationToken)
    {
        if (stream is null)
        {
            return default;
        }

        var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > limit)
            {
                return limit == ErrorBytes
                    ? whole.GetBuffer().AsMemory(0, limit)
                    : throw new ModelException("model_bad_answer", $"The answer is longer than {limit} bytes.", isTransient: false);
            }
        }

        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }
}
