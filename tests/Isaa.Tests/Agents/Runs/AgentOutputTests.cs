using Isaa.Agents;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.Runs;

public sealed class AgentOutputTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"name":"Alice Smith","age":30}""")]
    [InlineData("Here you are:\n```json\n{\"name\":\"Alice Smith\",\"age\":30}\n```")]
    [InlineData("""Sure! {"name":"Alice Smith","age":30} Anything else?""")]
    public async Task An_answer_that_fits_is_taken_however_it_is_wrapped(string text)
    {
        var client = new FakeChatClient().ThenText(text);

        var result = await RunAsync(client);

        Assert.Equal(AgentRunStatus.Completed, result.Status);
        Assert.Equal("Alice Smith", result.Json!.Value.GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_schema_is_told_and_sent()
    {
        var client = new FakeChatClient().ThenText("""{"name":"A","age":1}""");

        await RunAsync(client);

        Assert.Contains("\"age\"", client.Calls[0].Messages[0].Text, StringComparison.Ordinal);
        Assert.IsType<ChatResponseFormatJson>(client.Calls[0].Options.ResponseFormat);
    }

    [Fact]
    public async Task What_does_not_fit_is_sent_back_with_the_reasons()
    {
        var client = new FakeChatClient().ThenText("no json at all").ThenText("""{"name":"A","age":"old"}""").ThenText("""{"name":"A","age":3}""");

        var result = await RunAsync(client);

        Assert.Equal(3, result.Json!.Value.GetProperty("age").GetInt32());
        Assert.Contains("no JSON", client.Calls[1].Messages[^1].Text, StringComparison.Ordinal);
        Assert.Contains("/age", client.Calls[2].Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repairs_are_bounded_and_the_last_answer_is_kept()
    {
        var client = new FakeChatClient { Otherwise = FakeChatClient.Say("""{"name":"A"}""") };

        var result = await RunAsync(client);

        Assert.Equal((AgentRunStatus.Failed, "output_invalid"), (result.Status, result.Error?.Code));
        Assert.Equal("""{"name":"A"}""", result.Text);
        Assert.Null(result.Json);
        Assert.Equal(3, client.Calls.Count);
    }

    [Fact]
    public async Task A_schema_that_is_none_is_refused_when_the_agent_is_built()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        var builder = FlowAgents.CreateBuilder("a").WithOutputSchema(System.Text.Json.JsonElement.Parse("""{"type":"objekt"}"""));

        var error = await Assert.ThrowsAsync<Isaa.Diagnostics.IsaaException>(() => bed.Agents.RegisterAsync(builder, cancellationToken: Cancellation));

        Assert.Equal("agent_invalid", error.Code);
    }

    private static async Task<AgentResult> RunAsync(FakeChatClient client)
    {
        await using var bed = new AgentBed(client);
        bed.StartWorker();
        var agent = await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("reader").WithOutput<UserProfile>(), cancellationToken: Cancellation);
        return await agent.RunAsync("The user is Alice Smith. She is 30.", cancellationToken: Cancellation);
    }

    private sealed record UserProfile(string Name, int Age);
}
