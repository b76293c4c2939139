using System.Text.Json.Serialization;

namespace Isaa.Chains.Conditions;

/// <summary>How a condition compares.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChainComparison>))]
public enum ChainComparison
{
    /// <summary>Equal: numbers as numbers, texts without regard to letter case.</summary>
    Equal,

    /// <summary>There and not equal.</summary>
    NotEqual,

    /// <summary>A number greater than the given one.</summary>
    GreaterThan,

    /// <summary>A number greater than or equal to the given one.</summary>
    AtLeast,

    /// <summary>A number less than the given one.</summary>
    LessThan,

    /// <summary>A number less than or equal to the given one.</summary>
    AtMost,

    /// <summary>A text that contains the given one, or a list that contains the given value.</summary>
    Contains,

    /// <summary>Equal to one of a list.</summary>
    OneOf,

    /// <summary>There, and not null.</summary>
    Exists,

    /// <summary>A predicate of the program says so.</summary>
    Predicate,
}
