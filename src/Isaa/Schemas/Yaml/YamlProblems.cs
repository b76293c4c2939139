using Isaa.Diagnostics;

namespace Isaa.Schemas.Yaml;

/// <summary>Collects everything that is wrong with a YAML text, so that all of it is reported at once.</summary>
/// <param name="source">What the text is called in messages, usually its path.</param>
internal sealed class YamlProblems(string source)
{
    private readonly List<(int Line, string Message)> _problems = [];

    public string Source { get; } = source;

    public int Count => _problems.Count;

    public void Add(long line, string message) => _problems.Add(((int)line, message));

    /// <summary>Throws one error with a line <c>source:line: message</c> for each problem.</summary>
    public void ThrowIfAny(string code)
    {
        if (_problems.Count > 0)
        {
            throw new IsaaException(code, string.Join('\n', _problems.OrderBy(problem => problem.Line).Select(problem => $"{Source}:{problem.Line}: {problem.Message}")));
        }
    }
}
