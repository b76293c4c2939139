namespace Isaa.Schemas;

/// <summary>One place of a value that a schema does not accept, said so that a person or a model can mend it.</summary>
public sealed record SchemaError
{
    /// <summary>Where in the value, as a JSON pointer; empty for the whole value.</summary>
    public required string InstancePath { get; init; }

    /// <summary>Which keyword of the schema refused it, as a URI fragment, for example <c>#/properties/age/type</c>.</summary>
    public required string SchemaPath { get; init; }

    /// <summary>The keyword, for example <c>type</c>; <c>false</c> where the schema accepts nothing.</summary>
    public required string Keyword { get; init; }

    /// <summary>What was expected and what is there, without the place.</summary>
    public required string Message { get; init; }

    /// <summary>Returns the place and the message, for example <c>/age: expected integer, got string "x"</c>.</summary>
    public override string ToString() => $"{(InstancePath.Length == 0 ? "the value" : InstancePath)}: {Message}";
}
