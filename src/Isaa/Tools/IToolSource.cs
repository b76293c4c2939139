namespace Isaa.Tools;

/// <summary>Yields tools for the catalog. Asked once, when the catalog is first used.</summary>
public interface IToolSource
{
    /// <summary>The tools; building one must be cheap, schemas may come later.</summary>
    IEnumerable<Tool> List();
}
