using Isaa.Agents.Control;
using Isaa.Jobs.Steps;
using Isaa.Tools;

namespace Isaa.Agents.Calls;

/// <summary>A call has no result yet. Leaves its step as it was, so that the call is made again.</summary>
internal sealed class OpenCallException : Exception
{
    private OpenCallException(RunWait wait) => Wait = wait;

    public RunWait Wait { get; }

    /// <exception cref="OpenCallException">The tool waits for its result.</exception>
    /// <exception cref="InvalidOperationException">It may not, because it is not safe to repeat.</exception>
    public static void ThrowIfOpen(ToolResult result, string tool, StepKind kind)
    {
        if (result.Wait is not { } wait)
        {
            return;
        }

        throw kind == StepKind.Repeatable
            ? new OpenCallException(new RunWait { Reason = wait.Reason, Signals = wait.Signals, Children = wait.Children, Until = wait.Until })
            : new InvalidOperationException($"Tool '{tool}' waits for its result and is not declared as repeatable.");
    }
}
