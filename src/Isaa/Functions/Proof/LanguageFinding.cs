namespace Isaa.Functions.Proof;

/// <summary>What <see cref="LanguageCheck"/> saw of one language.</summary>
public sealed record LanguageFinding
{
    /// <summary>The language.</summary>
    public required FunctionLanguage Language { get; init; }

    /// <summary>Whether its runtime and its runner are there.</summary>
    public required bool IsInstalled { get; init; }

    /// <summary>Whether a function ran, and could not get out.</summary>
    public required bool IsOk { get; init; }

    /// <summary>What was seen and, when it is wrong, what helps.</summary>
    public required string Message { get; init; }
}
