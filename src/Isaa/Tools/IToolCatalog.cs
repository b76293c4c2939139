namespace Isaa.Tools;

/// <summary>All tools of this process by name. Thread safe.</summary>
public interface IToolCatalog
{
    /// <summary>All tools in the order of their names.</summary>
    IReadOnlyList<Tool> List();

    /// <summary>A tool by its name or one of its aliases; null when there is none.</summary>
    Tool? Find(string name);

    /// <summary>The names nearest to one that is unknown, best first, at most three.</summary>
    IReadOnlyList<string> Nearest(string name);
}
