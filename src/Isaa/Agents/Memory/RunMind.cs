using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Isaa.Agents.Calls;
using Isaa.Diagnostics;
using Isaa.Jobs;

namespace Isaa.Agents.Memory;

/// <summary>What a run's agent keeps in mind, as loaded when the run was picked up, with what the run itself changed since. Not thread safe.</summary>
/// <param name="loaded">What was loaded.</param>
internal sealed class RunMind(AgentInternalState loaded)
{
    private const int MaxShown = 15;

    /// <summary>As it stands.</summary>
    public AgentInternalState State { get; private set; } = loaded;

    /// <summary>Gives a change the id of its call, which is the same whenever the call is answered.</summary>
    public static AgentStateChange Complete(AgentStateChange change, JobId run, OneCall call, DateTimeOffset at)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{run}\n{call.Turn}\n{call.Id}")));
        return change with { Id = Convert.ToHexStringLower(hash.AsSpan(0, 4)), At = at, Run = run };
    }

    /// <summary>Tries a change.</summary>
    /// <returns>Why it cannot be made, for the model; null when it can.</returns>
    public string? FindFault(AgentStateChange change) => !ReferenceEquals(State.With(change), State) ? null
        : change is AgentStateChange.Keep keep ? $"there is no open promise '{keep.PromiseId}'.{NearestNames.Hint(keep.PromiseId, OpenPromises.Select(p => p.Id))}"
        : "it is known already.";

    /// <summary>Makes a change that was kept.</summary>
    public void Take(AgentStateChange change) => State = State.With(change);

    /// <summary>What the model is told of it before each turn; empty when there is nothing.</summary>
    public string Prompt()
    {
        if (State.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder("You keep in mind from earlier runs:\n");
        if (State.Project is not null || State.Issue is not null)
        {
            text.Append("Working on: ").AppendJoin(", ", new[] { State.Project, State.Issue }.OfType<string>()).Append('\n');
        }

        Append(text, "Goals", State.Goals.Select(i => i.Text));
        Append(text, "Open promises", OpenPromises.Select(i => $"{i.Id}: {i.Text}"));
        Append(text, "Notes", State.Notes.Select(i => i.Text));
        var here = State.Learnings.Where(i => i.Project is null || State.Project is null || i.Project == State.Project);
        Append(text, "Learned", here.Select(i => i.Project is { } project ? $"{i.Text} ({project})" : i.Text));
        return text.ToString().TrimEnd();
    }

    private IEnumerable<AgentMemoryItem> OpenPromises => State.Promises.Where(p => p.KeptAt is null);

    private static void Append(StringBuilder text, string title, IEnumerable<string> all)
    {
        var lines = all.TakeLast(MaxShown).ToList();
        if (lines.Count > 0)
        {
            text.Append(title).Append(":\n");
            lines.ForEach(line => text.Append("- ").Append(line).Append('\n'));
        }
    }
}
