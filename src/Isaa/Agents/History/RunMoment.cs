using Isaa.Jobs.Events;
using Isaa.Protocol.Events;

namespace Isaa.Agents.History;

/// <summary>An event of a run with its place in the log.</summary>
/// <param name="Cursor">Its place; what comes later has a greater one. Pass it to read on behind it.</param>
/// <param name="At">When it was written.</param>
/// <param name="Event">What happened.</param>
public sealed record RunMoment(EventCursor Cursor, DateTimeOffset At, AgentEvent Event);
