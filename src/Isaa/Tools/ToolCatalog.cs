using Isaa.Diagnostics;

namespace Isaa.Tools;

/// <summary>The tools of all registered sources.</summary>
internal sealed class ToolCatalog(IEnumerable<IToolSource> sources) : IToolCatalog
{
    private readonly Lazy<Dictionary<string, Tool>> _byName = new(() => Index(sources));

    private IReadOnlyList<Tool>? _ordered;

    public IReadOnlyList<Tool> List() => _ordered ??=
        [.. _byName.Value.Where(static pair => pair.Key == pair.Value.Function.Name).Select(static pair => pair.Value).OrderBy(static tool => tool.Function.Name, StringComparer.Ordinal)];

    public Tool? Find(string name) => _byName.Value.GetValueOrDefault(name);

    public IReadOnlyList<string> Nearest(string name) => NearestNames.Of(name, _byName.Value.Keys);

    private static Dictionary<string, Tool> Index(IEnumerable<IToolSource> sources)
    {
        var byName = new Dictionary<string, Tool>(StringComparer.Ordinal);
        foreach (var tool in sources.SelectMany(static source => source.List()))
        {
            foreach (var name in tool.Aliases.Prepend(tool.Function.Name))
            {
                if (!byName.TryAdd(name, tool))
                {
                    throw new IsaaException("tool_name_taken", $"Two tools want to be called '{name}': '{byName[name].Function.Name}' and '{tool.Function.Name}'.");
                }
            }
        }

        return byName;
    }
}
