using Isaa.Agents.Settings;

namespace Isaa.Agents.Context;

/// <summary>How much of a model's window a run's prompt may take.</summary>
internal sealed class ContextBudget
{
    /// <summary>The window of a model that does not say how much it takes.</summary>
    public const int UnknownWindow = 128_000;

    // Below what is allowed, so that not every turn has to make room and lose what the provider has cached.
    private const double Target = 0.75;

    private readonly AgentContext _rules;
    private readonly int _window;

    public ContextBudget(AgentContext rules, int? window)
    {
        _rules = rules;
        _window = window ?? UnknownWindow;
    }

    /// <summary>The most tokens of a prompt.</summary>
    public int Most => Math.Max(0, (int)(_window * _rules.MaxRatio) - _rules.SafetyTokens);

    /// <summary>An older result counts as large from so many tokens.</summary>
    public int Heavy => _rules.HeavyHitterTokens;

    /// <summary>How many tokens a prompt has too much; 0 when it fits.</summary>
    public int Excess(int tokens) => tokens <= Most ? 0 : tokens - (int)(Most * Target);

    /// <summary>Whether a new result goes to a file at once rather than into a prompt that has so many tokens already.</summary>
    public bool IsForFile(int tokens, int load) =>
        tokens > _window * _rules.OffloadRatio || (load + tokens > Most && tokens > Math.Max(_rules.HeavyHitterTokens, _window * _rules.Displacement));
}
