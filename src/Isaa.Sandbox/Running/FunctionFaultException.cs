using Isaa.Protocol.Sandbox;

namespace Isaa.Sandbox.Running;

/// <summary>A call that ends with an outcome of ours, not of the function's code.</summary>
internal sealed class FunctionFaultException(string outcome, string kind, string message) : Exception(message)
{
    public string Outcome { get; } = outcome;

    public WorkerFault Fault { get; } = new() { Kind = kind, Message = message };
}
