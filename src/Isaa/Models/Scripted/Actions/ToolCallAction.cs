using Isaa.Models.Scripted.Templates;

namespace Isaa.Models.Scripted.Actions;

/// <summary>One tool call of a turn.</summary>
internal sealed record ToolCallAction
{
    public required Template Tool { get; init; }

    public TemplateTree? Arguments { get; init; }

    /// <summary>Arguments that are no JSON, as a careless model writes them; null for well-formed ones.</summary>
    public Template? BadArguments { get; init; }
}
