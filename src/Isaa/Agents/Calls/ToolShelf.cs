using System.Globalization;
using System.Text;
using System.Text.Json;
using Isaa.Agents.Planning;
using Isaa.Agents.Settings;
using Isaa.Diagnostics;
using Isaa.Models;
using Isaa.Tools;
using Isaa.Tools.Calling;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Calls;

/// <summary>
/// Which of its tools a run is shown at a time. With limited slots a model finds the others by name and category and loads what it needs; the tool it used
/// longest ago makes room.
/// </summary>
internal sealed class ToolShelf
{
    /// <summary>The category of tools that are always shown.</summary>
    public const string Core = "core";

    public const string NotLoadedCode = "tool_not_loaded";

    private const int MaxListed = 100, MaxDescription = 160;

    private readonly IReadOnlyList<Tool> _tools;
    private readonly int? _slots;
    private readonly IReadOnlyList<string> _first;
    private (IReadOnlyList<string>? Loaded, IReadOnlyList<AITool> Shown, int Tokens) _newest;

    private ToolShelf(IReadOnlyList<Tool> tools, int? slots, IReadOnlyList<string> first)
    {
        (_tools, _slots, _first) = (tools, slots, first);
        Inner = slots is null ? [] : [ListTools(), LoadTools()];
        _newest = Show(_first);
    }

    /// <summary>The tools by which a model gets at the others; none when all are shown.</summary>
    public IReadOnlyList<InnerTool> Inner { get; }

    /// <summary>The shelf of a run.</summary>
    /// <param name="definition">Its agent.</param>
    /// <param name="tools">All its tools, in the order in which they are shown.</param>
    /// <exception cref="IsaaException"><c>tool_category_unknown</c>, <c>tool_name_taken</c>.</exception>
    public static ToolShelf Of(AgentDefinition definition, IReadOnlyList<Tool> tools)
    {
        if (definition.ToolSlots is not { } slots)
        {
            return new ToolShelf(tools, null, []);
        }

        var known = tools.SelectMany(t => t.Categories).Distinct(StringComparer.Ordinal).ToList();
        if (definition.ToolCategories.FirstOrDefault(c => !known.Contains(c)) is { } unknown)
        {
            throw new IsaaException("tool_category_unknown", $"Agent '{definition.Name}' begins with the tools of category '{unknown}', which none of its tools has.{NearestNames.Hint(unknown, known)}");
        }

        var first = definition.ToolCategories.SelectMany(c => tools.Where(t => t.Categories.Contains(c) && !IsCore(t))).Select(t => t.Function.Name).Distinct().Take(slots);
        var shelf = new ToolShelf(tools, slots, [.. first]);
        return tools.SelectMany(t => t.Aliases.Prepend(t.Function.Name)).FirstOrDefault(name => shelf.Inner.Any(i => i.Name == name)) is { } taken
            ? throw new IsaaException("tool_name_taken", $"Agent '{definition.Name}' has tool slots and a tool called '{taken}', which is how it loads tools. Give that tool another name, or show all tools.")
            : shelf;
    }

    /// <summary>What the model is shown, in an order that changes only when something is loaded.</summary>
    public IReadOnlyList<AITool> Shown(ActivityContext activity) => Newest(activity).Shown;

    /// <summary>A rough count of the tokens that takes in each call.</summary>
    public int EstimatedTokens(ActivityContext activity) => Newest(activity).Tokens;

    /// <summary>Whether a run may call a tool at once.</summary>
    public bool Has(ActivityContext activity, Tool tool) => _slots is null || IsCore(tool) || Loaded(activity).Contains(tool.Function.Name);

    /// <summary>What a model reads that called a tool it was not shown.</summary>
    public static string NotLoaded(string name) => $"not run: '{name}' is not loaded, so you have not seen what it takes. Call load_tools with names [\"{name}\"] first.";

    /// <summary>The same with the called tools counted as used last, so that they stay longest.</summary>
    public ActivityContext Use(ActivityContext activity, IEnumerable<string> called)
    {
        var used = called.Select(name => Find(name)?.Function.Name).OfType<string>().Where(Loaded(activity).Contains).Distinct(StringComparer.Ordinal).ToList();
        return used.Count == 0 ? activity : activity with { Tools = [.. Loaded(activity).Except(used), .. used] };
    }

    private static bool IsCore(Tool tool) => tool.Categories.Contains(Core);

    private IReadOnlyList<string> Loaded(ActivityContext activity) => activity.Tools ?? _first;

    private (IReadOnlyList<string>? Loaded, IReadOnlyList<AITool> Shown, int Tokens) Newest(ActivityContext activity)
    {
        var loaded = Loaded(activity);
        return ReferenceEquals(loaded, _newest.Loaded) ? _newest : _newest = Show(loaded);
    }

    private (IReadOnlyList<string>? Loaded, IReadOnlyList<AITool> Shown, int Tokens) Show(IReadOnlyList<string> loaded)
    {
        List<AITool> shown = [.. _tools.Where(t => _slots is null || IsCore(t) || loaded.Contains(t.Function.Name)).Select(t => t.Function)];
        return (loaded, shown, TokenEstimate.Of([], new ChatOptions { Tools = shown }));
    }

    private InnerTool ListTools() => new(
        "list_tools",
        $"Lists the tools you can load, with what they are for. You have {_slots} slots for tools. Categories: {string.Join(", ", Categories())}.",
        """{"type":"object","properties":{"category":{"type":"string","description":"Only tools of this category"},"query":{"type":"string","description":"Only tools whose name or description has this text"}}}""",
        List);

    private InnerTool LoadTools() => new(
        "load_tools",
        $"Loads tools by their names, or all of a category, so that you can call them from the next message on. You have {_slots} slots; when they are full, the tools you used longest ago are put away.",
        """{"type":"object","properties":{"names":{"type":"array","items":{"type":"string"}},"category":{"type":"string"}}}""",
        Load);

    private IEnumerable<string> Categories() =>
        _tools.SelectMany(t => t.Categories).GroupBy(c => c, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} ({g.Count()})");

    private InnerAnswer List(ActivityContext activity, JsonElement arguments, AgentReasoning rules)
    {
        var (category, query) = (Loose.Text(arguments, "category"), Loose.Text(arguments, "query"));
        var found = _tools
            .Where(t => category is null || t.Categories.Contains(category, StringComparer.OrdinalIgnoreCase))
            .Where(t => query is null || t.Function.Name.Contains(query, StringComparison.OrdinalIgnoreCase) || t.Function.Description.Contains(query, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (found.Count == 0)
        {
            return new InnerAnswer(activity, $"No tool fits. Categories: {string.Join(", ", Categories())}.");
        }

        var text = new StringBuilder();
        foreach (var tool in found.Take(MaxListed))
        {
            text.Append(CultureInfo.InvariantCulture, $"{(Has(activity, tool) ? "*" : "-")} {tool.Function.Name} [{string.Join(", ", tool.Categories.Append(ToolRiskNames.Of(tool.Risk)))}] {Brief(tool)}\n");
        }

        return new InnerAnswer(activity, text.Append(found.Count > MaxListed ? $"... and {found.Count - MaxListed} more: name a category or a query." : "* is loaded.").ToString());
    }

    // What a server says of its tools is anybody's text.
    private static string Brief(Tool tool)
    {
        var line = ResultText.Neutralize(tool.Function.Description).ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxDescription ? line : $"{line.AsSpan(0, MaxDescription - 1)}…";
    }

    private InnerAnswer Load(ActivityContext activity, JsonElement arguments, AgentReasoning rules)
    {
        var wanted = Names(arguments).ToList();
        if (Loose.Text(arguments, "category") is { } category)
        {
            wanted.AddRange(_tools.Where(t => t.Categories.Contains(category, StringComparer.OrdinalIgnoreCase)).Select(t => t.Function.Name));
        }

        if (wanted.Count == 0)
        {
            return InnerAnswer.Refused(activity, $"give 'names' of tools or a 'category' that has some. Categories: {string.Join(", ", Categories())}.");
        }

        var found = wanted.Select(name => (Name: name, Tool: Find(name))).DistinctBy(f => f.Tool?.Function.Name ?? f.Name).ToList();
        var news = found.Where(f => f.Tool is { } tool && !Has(activity, tool)).Select(f => f.Tool!.Function.Name).ToList();
        var taken = news.Take(_slots!.Value).ToList();
        var kept = Loaded(activity).Where(name => !taken.Contains(name)).TakeLast(_slots.Value - taken.Count).ToList();
        var lines = new List<string>();
        Say(lines, "Loaded", taken);
        Say(lines, "Loaded already", found.Where(f => f.Tool is { } tool && Has(activity, tool)).Select(f => f.Tool!.Function.Name));
        Say(lines, "Put away", Loaded(activity).Except(kept).Except(taken));
        Say(lines, $"Left out, for there are {_slots} slots", news.Skip(taken.Count));
        lines.AddRange(found.Where(f => f.Tool is null).Select(f => $"There is no tool '{f.Name}'.{NearestNames.Hint(f.Name, _tools.Select(t => t.Function.Name))}"));
        var after = taken.Count == 0 ? activity : activity with { Tools = [.. kept, .. taken] };
        return new InnerAnswer(after, string.Join('\n', lines), found.All(f => f.Tool is null) ? "tool_unknown" : null);
    }

    private Tool? Find(string name) => _tools.FirstOrDefault(t => t.Function.Name == name || t.Aliases.Contains(name));

    // A list, one name, names with commas between them, or a list as text: weak models write all of these.
    private static IEnumerable<string> Names(JsonElement arguments) => Loose.List(arguments, "names")
        .Select(Loose.Text).OfType<string>()
        .SelectMany(text => text.Split([',', '[', ']', '"', '\'', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static void Say(List<string> lines, string what, IEnumerable<string> names)
    {
        if (names.ToList() is { Count: > 0 } some)
        {
            lines.Add($"{what}: {string.Join(", ", some)}.");
        }
    }
}
