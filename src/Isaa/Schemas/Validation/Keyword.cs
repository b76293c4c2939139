using System.Text.Json;

namespace Isaa.Schemas.Validation;

/// <summary>One keyword of a schema with its value, read.</summary>
internal abstract class Keyword(string location)
{
    public string Location { get; } = location;

    public string Name { get; } = location[(location.LastIndexOf('/') + 1)..];

    /// <summary>Whether it looks at what the other keywords of its schema accepted, and so comes after them.</summary>
    public virtual bool NeedsEvaluatedParts => false;

    /// <summary>Applies the keyword.</summary>
    /// <param name="evaluation">The pass.</param>
    /// <param name="value">The value.</param>
    /// <param name="path">The value's place; null when no errors are collected.</param>
    /// <param name="seen">Where accepted members and items are noted; null when nobody asks.</param>
    public abstract bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen);
}
