using Isaa.Agents;
using Isaa.Agents.Calls;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.Runs;

public sealed class AgentTimeTests
{
    private static readonly AgentRunOptions Short = new() { Limits = new AgentLimits { Time = TimeSpan.FromSeconds(5) } };

    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_model_call_is_cancelled_when_the_time_is_used_up()
    {
        var client = new FakeChatClient { Otherwise = (_, token) => HangAsync(token) };
        await using var bed = new AgentBed(client, time: _time);

        var result = await RunPastLimitAsync(bed);

        Assert.Equal((AgentRunStatus.Failed, "limit_time"), (result.Status, result.Error?.Code));

        async IAsyncEnumerable<ChatResponseUpdate> HangAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            await HangUntilAsync(token);
            yield break;
        }
    }

    [Fact]
    public async Task A_tool_call_is_stopped_when_the_time_is_used_up_and_says_so()
    {
        var client = new FakeChatClient().ThenCall(("c", "hang", new { }));
        await using var bed = new AgentBed(client, [AgentBed.Tool(HangUntilAsync, "hang")], time: _time);

        var result = await RunPastLimitAsync(bed);

        Assert.Equal("limit_time", result.Error?.Code);
        var kept = (await bed.MessagesAsync(result.Session)).Single(m => m.CallId == "c");
        Assert.Equal((CallResults.TimeCode, CallResults.TimeText), (kept.ErrorCode, kept.Text));
    }

    private async Task<AgentResult> RunPastLimitAsync(AgentBed bed)
    {
        var run = bed.RunAsync(options: Short);
        await _hangs.Task;
        _time.Advance(TimeSpan.FromSeconds(6));
        return await run;
    }

    private async Task HangUntilAsync(CancellationToken cancellationToken)
    {
        _hangs.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
