namespace Isaa.Jobs.Steps;

/// <summary>
/// The place of a step inside its job. Order holds within one path, so parallel branches and calls keep their own place.
/// </summary>
/// <param name="Path">The branch, for example <c>turn</c> or <c>0/map/17</c>; empty for the main line.</param>
/// <param name="Index">The place along the path, from 0.</param>
/// <param name="CallId">Tells apart what runs side by side at one place, for example a tool call's id; empty when alone.</param>
public readonly record struct StepKey(string Path, int Index, string CallId = "")
{
    /// <inheritdoc/>
    public override string ToString() => CallId.Length == 0 ? $"{Path}#{Index}" : $"{Path}#{Index}/{CallId}";
}
