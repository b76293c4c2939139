namespace Isaa.Jobs.Steps;

/// <summary>What may happen to a step whose outcome is unknown because the process died. The numbers are stored.</summary>
public enum StepKind
{
    /// <summary>Intent, act, result. Killed between intent and result the outcome is unknown; it is reported and never repeated by itself. The default.</summary>
    OnceOnly = 0,

    /// <summary>Only the result is kept; killed before that, it runs again.</summary>
    Repeatable = 1,

    /// <summary>The intent is kept and the act carries its key; after a crash a probe answers whether that key happened.</summary>
    Reconcilable = 2,
}
