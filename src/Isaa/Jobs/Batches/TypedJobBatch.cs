using Isaa.Diagnostics;
using Isaa.Jobs.Working;

namespace Isaa.Jobs.Batches;

internal sealed class JobBatch<TArguments>(JobKind kind, Lazy<IBatchJobHandler<TArguments>> handler) : JobBatch
    where TArguments : class
{
    private readonly List<Member> _members = [];

    internal override async Task<JobOutcome> JoinAsync(
        BatchSeat seat, ReadOnlyMemory<byte> arguments, JobContext context, CancellationToken cancellationToken)
    {
        Member member;
        try
        {
            member = new Member(seat.Number, new BatchItem<TArguments>((TArguments)kind.Deserialize(arguments, context.Id), context, cancellationToken));
            lock (Gate)
            {
                _members.Add(member);
            }
        }
        finally
        {
            Arrive(seat);
        }

        await using var registration = cancellationToken.UnsafeRegister(state => GiveUp((Member)state!), member);
        return await member.Done.Task;
    }

    private protected override async Task RunAsync()
    {
        Member[] members;
        lock (Gate)
        {
            members = [.. _members.OrderBy(m => m.Number)];
        }

        if (members.Length == 0)
        {
            return;
        }

        using var over = new BatchCancellation(members.Select(m => m.Item.CancellationToken));
        try
        {
            var outcomes = await handler.Value.RunAsync([.. members.Select(m => m.Item)], over.Token);
            if (outcomes.Count != members.Length)
            {
                throw new IsaaException("batch_outcomes", $"The handler of '{kind.Name}' was given {members.Length} jobs and returned {outcomes.Count} outcomes; it must return one for each.");
            }

            for (var i = 0; i < members.Length; i++)
            {
                members[i].Done.TrySetResult(outcomes[i]);
            }
        }
        catch (OperationCanceledException) when (over.Token.IsCancellationRequested)
        {
            Array.ForEach(members, m => m.Done.TrySetCanceled(m.Item.CancellationToken));
        }
        catch (Exception e)
        {
            // Each job's own execution records it.
            Array.ForEach(members, m => m.Done.TrySetException(e));
        }
    }

    // Before the batch runs a job may leave; afterwards the handler decides.
    private void GiveUp(Member member)
    {
        lock (Gate)
        {
            if (HasStarted || !_members.Remove(member))
            {
                return;
            }
        }

        member.Done.TrySetCanceled(member.Item.CancellationToken);
    }

    private sealed record Member(int Number, BatchItem<TArguments> Item)
    {
        public TaskCompletionSource<JobOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
