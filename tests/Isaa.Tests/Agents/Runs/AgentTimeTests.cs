using Isaa.Agents;
using Isaa.Agents.Calls;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Runs;

public sealed class AgentTimeTests
{
    private static readonly AgentRunOptions Short = new() { Limits = new AgentLimits { Time = TimeSpan.FromMilliseconds(50) } };

    /// <summary>Long enough for a busy machine to get as far as the tool call.</summary>
    private static readonly AgentRunOptions Longer = new() { Limits = new AgentLimits { Time = TimeSpan.FromSeconds(3) } };

    [Fact]
    public async Task A_model_call_is_cancelled_when_the_time_is_used_up()
    {
        var client = new FakeChatClient { Otherwise = (_, token) => Hang(token) };
        await using var bed = new AgentBed(client);

        var result = await bed.RunAsync(options: Short);

        Assert.Equal((AgentRunStatus.Failed, "limit_time"), (result.Status, result.Error?.Code));

        static async IAsyncEnumerable<Microsoft.Extensions.AI.ChatResponseUpdate> Hang([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            yield break;
        }
    }

    [Fact]
    public async Task A_tool_call_is_stopped_when_the_time_is_used_up_and_says_so()
    {
        var client = new FakeChatClient().ThenCall(("c", "hang", new { }));
        await using var bed = new AgentBed(client, [AgentBed.Tool(async (CancellationToken token) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token), "hang")]);

        var result = await bed.RunAsync(options: Longer);

        Assert.Equal("limit_time", result.Error?.Code);
        var kept = (await bed.MessagesAsync(result.Session)).Single(m => m.CallId == "c");
        Assert.Equal((CallResults.TimeCode, CallResults.TimeText), (kept.ErrorCode, kept.Text));
    }
}
