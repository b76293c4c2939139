using Isaa.Diagnostics;
using Isaa.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Calls;

/// <summary>The tools one run may call.</summary>
internal sealed class RunTools
{
    private readonly Dictionary<string, Tool> _byName = new(StringComparer.Ordinal);

    private RunTools(AgentDefinition definition, IReadOnlyList<Tool> all, IReadOnlyList<string>? within)
    {
        List<Tool> tools = [.. all.Where(t => within is null || within.Contains(Key(t)) || t.OriginalNames.Any(within.Contains)).OrderBy(t => t.Function.Name, StringComparer.Ordinal)];
        Declarations = [.. tools.Select(t => t.Function)];
        Keys = [.. tools.Select(Key)];
        Shelf = ToolShelf.Of(definition, tools);
        foreach (var tool in tools)
        {
            foreach (var alias in tool.Aliases)
            {
                _byName.TryAdd(alias, tool);
            }
        }

        foreach (var tool in tools)
        {
            _byName[tool.Function.Name] = tool;
        }
    }

    /// <summary>All of them, in an order that never changes, so that the provider's cache holds.</summary>
    public IReadOnlyList<AITool> Declarations { get; }

    /// <summary>What they are: the name, and behind it those of the tools it is made of.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Which of them the model is shown.</summary>
    public ToolShelf Shelf { get; }

    /// <summary>The tools of a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="catalog">The tools of this process.</param>
    /// <param name="bound">The tools the embedding program brought for this agent.</param>
    /// <param name="functions">The stored functions the run is bound to.</param>
    /// <param name="within">The keys of the tools beyond which there is none; null for no bound. A tool made of one of them is within.</param>
    /// <exception cref="IsaaException"><c>tool_unknown</c>, with the nearest names; <c>tool_name_taken</c>.</exception>
    public static RunTools Of(AgentDefinition definition, IToolCatalog catalog, IReadOnlyDictionary<string, Tool> bound, IReadOnlyList<Tool> functions, IReadOnlyList<string>? within)
    {
        var named = definition.Tools is { } names
            ? names.Select(name => catalog.Find(name) ?? throw Unknown(definition.Name, name, catalog))
            : catalog.List();
        var own = definition.Delegates.Select(d => bound[d.Name]).ToList();
        var hidden = own.Select(t => t.Function.Name).ToHashSet(StringComparer.Ordinal);
        List<Tool> program = [.. named.Where(t => !hidden.Contains(t.Function.Name)).DistinctBy(t => t.Function.Name), .. own];

        // Stored code never takes the place of a tool of the program.
        var taken = program.SelectMany(t => t.Aliases.Prepend(t.Function.Name)).ToHashSet(StringComparer.Ordinal);
        return functions.FirstOrDefault(f => taken.Contains(f.Function.Name)) is { } second
            ? throw new IsaaException("tool_name_taken", $"Agent '{definition.Name}' has both a tool and a function called '{second.Function.Name}'. Name its tools without that one, or store the function under another name.")
            : new RunTools(definition, [.. program, .. functions], within);
    }

    /// <summary>A tool by name or alias; null when the run has none such.</summary>
    public Tool? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>What a model reads that called a tool there is not.</summary>
    public string Unknown(string name) => _byName.Count == 0
        ? $"not run: there is no tool '{name}', and this agent has no tools at all. Answer with text."
        : $"not run: there is no tool '{name}'.{NearestNames.Hint(name, Declarations.Select(t => t.Name))}";

    private static string Key(Tool tool) => string.Join('<', tool.OriginalNames.Prepend(tool.Function.Name));

    public static IsaaException Unknown(string agent, string name, IToolCatalog catalog) =>
        new("tool_unknown", $"Agent '{agent}' names the tool '{name}', which this program does not have.{NearestNames.Hint(name, catalog.List().Select(t => t.Function.Name))}");
}
