using System.Diagnostics.CodeAnalysis;

namespace Isaa.Jobs;

/// <summary>The id of a job: a UUID, time-ordered when made by Isaa; written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct JobId(Guid Value)
{
    /// <summary>Reads the 32-digit form, or any other form <see cref="Guid"/> reads.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="id">The id, when the result is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out JobId id)
    {
        var ok = Guid.TryParse(text, out var value);
        id = new JobId(value);
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
