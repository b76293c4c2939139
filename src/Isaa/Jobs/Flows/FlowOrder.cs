using Isaa.Diagnostics;
using Isaa.Jobs.Store;

namespace Isaa.Jobs.Flows;

/// <summary>Puts the jobs of a flow in an order in which each comes after those it waits for.</summary>
internal static class FlowOrder
{
    /// <exception cref="IsaaException"><c>flow_cycle</c>: no such order exists. <c>flow_invalid</c>: an id stands for two jobs.</exception>
    public static IReadOnlyList<NewJob> Sort(IReadOnlyList<NewJob> jobs)
    {
        var byId = new Dictionary<JobId, NewJob>(jobs.Count);
        foreach (var job in jobs)
        {
            if (!byId.TryAdd(job.Id, job))
            {
                throw new IsaaException("flow_invalid", $"The flow was not added: two of its jobs have the id {job.Id}.");
            }
        }

        var open = new Dictionary<JobId, int>(jobs.Count);
        var dependants = new Dictionary<JobId, List<NewJob>>();
        foreach (var job in jobs)
        {
            var inside = job.DependsOn.Where(d => byId.ContainsKey(d.Job)).ToList();
            open[job.Id] = inside.Count;
            foreach (var dependency in inside)
            {
                (dependants.TryGetValue(dependency.Job, out var list) ? list : dependants[dependency.Job] = []).Add(job);
            }
        }

        var sorted = new List<NewJob>(jobs.Count);
        var free = new Queue<NewJob>(jobs.Where(j => open[j.Id] == 0));
        while (free.TryDequeue(out var job))
        {
            sorted.Add(job);
            foreach (var dependant in dependants.GetValueOrDefault(job.Id) ?? [])
            {
                if (--open[dependant.Id] == 0)
                {
                    free.Enqueue(dependant);
                }
            }
        }

        return sorted.Count == jobs.Count ? sorted : throw Cycle(jobs.First(j => open[j.Id] > 0), byId, open);
    }

    // From a job that cannot be placed one comes, going to what it waits for, round to a cycle.
    private static IsaaException Cycle(NewJob start, Dictionary<JobId, NewJob> byId, Dictionary<JobId, int> open)
    {
        var path = new List<JobId>();
        var at = start;
        while (!path.Contains(at.Id))
        {
            path.Add(at.Id);
            at = byId[at.DependsOn.First(d => open.GetValueOrDefault(d.Job) > 0).Job];
        }

        var cycle = path.SkipWhile(id => id != at.Id).Append(at.Id).Select(id => $"{byId[id].Label ?? byId[id].Kind} ({id})");
        return new IsaaException("flow_cycle", $"The flow was not added: its jobs wait for one another in a circle: {string.Join(" waits for ", cycle)}.");
    }
}
