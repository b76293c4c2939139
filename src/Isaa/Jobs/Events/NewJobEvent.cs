namespace Isaa.Jobs.Events;

/// <summary>An event to be written together with a job's change.</summary>
/// <param name="Type">What happened, dotted lower case, for example <c>agent.tool.completed</c>.</param>
/// <param name="Body">More about it as a UTF-8 JSON object; null for nothing.</param>
public sealed record NewJobEvent(string Type, ReadOnlyMemory<byte>? Body = null);
