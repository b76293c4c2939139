namespace Isaa.Functions.Languages;

/// <summary>Code that did not get as far as being run.</summary>
internal sealed class FunctionRefusedException(FunctionOutcome outcome, FunctionError error) : Exception(error.Message)
{
    public FunctionOutcome Outcome { get; } = outcome;

    public FunctionError Error { get; } = error;
}
