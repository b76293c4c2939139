namespace Isaa.Schemas.Compiling;

/// <summary>Which keywords a schema has and what they mean.</summary>
internal sealed record Dialect
{
    public static Dialect Draft7 { get; } = new() { IsDraft7 = true };

    /// <summary>Draft 2020-12; it also reads what draft 7 wrote otherwise, where that has no other meaning.</summary>
    public static Dialect Draft202012 { get; } = new();

    public bool IsDraft7 { get; init; }

    public bool HasValidation { get; init; } = true;

    public bool AssertsFormats { get; init; }

    /// <summary>The dialect that a well-known <c>$schema</c> names; null for others.</summary>
    public static Dialect? Find(string metaschema) => metaschema.TrimEnd('#').Replace("http://", "https://", StringComparison.Ordinal) switch
    {
        "https://json-schema.org/draft/2020-12/schema" or "https://json-schema.org/draft/2019-09/schema" or "https://json-schema.org/schema" => Draft202012,
        "https://json-schema.org/draft-07/schema" or "https://json-schema.org/draft-06/schema" => Draft7,
        _ => null,
    };
}
