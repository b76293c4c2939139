using Isaa.Jobs;

namespace Isaa.Agents.Memory;

/// <summary>A named change of what an agent keeps in mind.</summary>
public abstract record AgentStateChange
{
    private AgentStateChange()
    {
    }

    /// <summary>The id of what is added; doing a change with the same id again changes nothing.</summary>
    public string Id { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The run that changes it; null for a person or a program.</summary>
    public JobId? Run { get; init; }

    internal abstract AgentInternalState Apply(AgentInternalState state);

    private static string Cut(string text) => text.Length <= AgentInternalState.MaxText ? text : $"{text.AsSpan(0, AgentInternalState.MaxText - 1)}…";

    private AgentMemoryItem Item(string text, string? project = null) => new() { Id = Id, Text = Cut(text), Project = project, Run = Run, At = At };

    private bool IsKnown(IReadOnlyList<AgentMemoryItem> items, string text) => items.Any(i => i.Id == Id || (i.KeptAt is null && i.Text == Cut(text)));

    /// <summary>Remembers a note.</summary>
    /// <param name="Text">The note.</param>
    public sealed record Note(string Text) : AgentStateChange
    {
        internal override AgentInternalState Apply(AgentInternalState state) => IsKnown(state.Notes, Text) ? state
            : state with { Notes = [.. state.Notes.TakeLast(AgentInternalState.MaxNotes - 1), Item(Text)] };
    }

    /// <summary>Takes on a goal.</summary>
    /// <param name="Text">The goal.</param>
    public sealed record TakeGoal(string Text) : AgentStateChange
    {
        internal override AgentInternalState Apply(AgentInternalState state) => IsKnown(state.Goals, Text) ? state
            : state with { Goals = [.. state.Goals.TakeLast(AgentInternalState.MaxGoals - 1), Item(Text)] };
    }

    /// <summary>Says what the agent works on.</summary>
    /// <param name="Project">The project; null leaves it, empty for none.</param>
    /// <param name="Issue">The issue; null leaves it, empty for none.</param>
    public sealed record WorkOn(string? Project, string? Issue) : AgentStateChange
    {
        internal override AgentInternalState Apply(AgentInternalState state)
        {
            var next = state with { Project = Of(Project, state.Project), Issue = Of(Issue, state.Issue) };
            return (next.Project, next.Issue) == (state.Project, state.Issue) ? state : next;
        }

        private static string? Of(string? said, string? before) => said is null ? before : said.Length == 0 ? null : Cut(said);
    }

    /// <summary>Makes a promise.</summary>
    /// <param name="Text">What is promised.</param>
    public sealed record Promise(string Text) : AgentStateChange
    {
        internal override AgentInternalState Apply(AgentInternalState state)
        {
            if (IsKnown(state.Promises, Text))
            {
                return state;
            }

            List<AgentMemoryItem> all = [.. state.Promises, Item(Text)];
            if (all.Count > AgentInternalState.MaxPromises)
            {
                all.RemoveAt(Math.Max(0, all.FindIndex(p => p.KeptAt is not null)));
            }

            return state with { Promises = all };
        }
    }

    /// <summary>Marks a promise as kept.</summary>
    /// <param name="PromiseId">The promise.</param>
    public sealed record Keep(string PromiseId) : AgentStateChange
    {
        internal override AgentInternalState Apply(AgentInternalState state) => state.Promises.Any(p => p.Id == PromiseId && p.KeptAt is null)
            ? state with { Promises = [.. state.Promises.Select(p => p.Id == PromiseId ? p with { KeptAt = At } : p)] }
            : state;
    }

    /// <summary>Remembers something learned.</summary>
    /// <param name="Text">What was learned.</param>
    /// <param name="Project">The project it holds for; null for everywhere.</param>
    public sealed record Learn(string Text, string? Project = null) : AgentStateChange
    {
        internal override AgentInternalState Apply(AgentInternalState state) => IsKnown(state.Learnings, Text) ? state
            : state with { Learnings = [.. state.Learnings.TakeLast(AgentInternalState.MaxLearnings - 1), Item(Text, Project)] };
    }

    /// <summary>Takes an entry off, whatever it is.</summary>
    /// <param name="EntryId">The entry.</param>
    public sealed record Forget(string EntryId) : AgentStateChange
    {
        internal override AgentInternalState Apply(AgentInternalState state)
        {
            var all = state.Goals.Concat(state.Notes).Concat(state.Promises).Concat(state.Learnings);
            return all.All(i => i.Id != EntryId) ? state : state with
            {
                Goals = Without(state.Goals),
                Notes = Without(state.Notes),
                Promises = Without(state.Promises),
                Learnings = Without(state.Learnings),
            };
        }

        private IReadOnlyList<AgentMemoryItem> Without(IReadOnlyList<AgentMemoryItem> items) => [.. items.Where(i => i.Id != EntryId)];
    }
}
