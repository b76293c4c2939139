using Isaa.Diagnostics;

namespace Isaa.Jobs.Searching;

/// <summary>
/// A value that a job's arguments or result must hold. Written as <c>data.customer.id=42</c> for arguments and <c>result.total=3</c> for results; a
/// number in the path is a place in an array, from 0.
/// </summary>
public sealed record FieldMatch
{
    /// <summary>How deep a path may go.</summary>
    public const int MaxDepth = 16;

    private const string Arguments = "data";
    private const string Result = "result";

    /// <summary>False to look into the arguments, true to look into the result.</summary>
    public bool IsOfResult { get; init; }

    /// <summary>The names from the outermost object inwards.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>The value: a text as it is, a number as it is written, <c>true</c> or <c>false</c>.</summary>
    public required string Value { get; init; }

    /// <summary>Reads the written form.</summary>
    /// <param name="text">For example <c>data.customer.id=42</c>.</param>
    /// <exception cref="IsaaException"><c>field_invalid</c>.</exception>
    public static FieldMatch Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var parts = equals > 0 ? text[..equals].Split('.') : [];
        if (parts.Length is < 2 or > MaxDepth + 1 || parts[0] is not (Arguments or Result) || !parts.Skip(1).All(IsName))
        {
            throw new IsaaException("field_invalid",
                $"'{text}' names no field. Write {Arguments}.NAME=VALUE for a job's arguments or {Result}.NAME=VALUE for its result, names inside one another "
                + $"joined by dots, at most {MaxDepth} of them, without quotes and backslashes.");
        }

        return new FieldMatch { IsOfResult = parts[0] == Result, Path = parts[1..], Value = text[(equals + 1)..] };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsOfResult ? Result : Arguments)}.{string.Join('.', Path)}={Value}";

    private static bool IsName(string name) => name.Length > 0 && name.AsSpan().IndexOfAny('"', '\\') < 0 && !name.Any(char.IsControl);
}
