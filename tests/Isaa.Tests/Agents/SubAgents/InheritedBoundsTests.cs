using System.Text.Json;
using Isaa.Agents;
using Isaa.Agents.Control;
using Isaa.Agents.Personas;
using Isaa.Agents.Settings;
using Isaa.Agents.Settings.Tools;
using Isaa.Jobs;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;
using Isaa.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.SubAgents;

public sealed class InheritedBoundsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("isaa-bounds-");
    private readonly List<string> _deleted = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_sub_agent_does_not_go_on_in_a_folder_that_became_a_link_to_elsewhere()
    {
        var (work, elsewhere) = (_folder.CreateSubdirectory("work"), _folder.CreateSubdirectory("elsewhere"));
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Said(asked), asked.Results.Count()) switch
            {
                ("main", 0) => FakeChatClient.Ask(("s", "spawn_sub_agent", new { task = "begin", output_dir = "lab" }))(asked, token),
                ("main", 1) => FakeChatClient.Ask(("l", "link", new { }))(asked, token),
                ("main", 2) => FakeChatClient.Ask(("r", "resume_sub_agent", new { id = $"{asked.Results.First().Result}"[4..36], additional_context = "write" }))(asked, token),
                ("write", 0) => FakeChatClient.Ask(("w", "write", new { }))(asked, token),
                _ => FakeChatClient.Say("done")(asked, token),
            },
        };
        var link = AgentBed.Tool(() => Swap(Path.Combine(work.FullName, "sub", "lab"), elsewhere.FullName), "link");
        await using var bed = new AgentBed(client, [link, Write()], more: AgentBed.AgentTools);

        await bed.RunAsync("main", new AgentRunOptions { Folder = work.FullName });

        Assert.Empty(elsewhere.GetFileSystemInfos());
        Assert.Contains("leads elsewhere over a link", $"{client.Calls.Last(c => Said(c) == "main").Results.Last().Result}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_does_not_begin_in_a_folder_that_became_a_link_after_it_was_added()
    {
        var (work, elsewhere) = (_folder.CreateSubdirectory("work"), _folder.CreateSubdirectory("elsewhere"));
        await using var bed = new AgentBed(new FakeChatClient().ThenCall(("w", "write", new { })).ThenText("done"), [Write()]);
        var run = await bed.Runner.EnqueueAsync("self", "go", new AgentRunOptions { Folder = work.FullName }, Cancellation);
        Swap(work.FullName, elsewhere.FullName);

        var result = await bed.WaitAsync(run);

        Assert.Equal("folder_changed", result.Error?.Code);
        Assert.Empty(elsewhere.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("spawn_sub_agent", """{"task":"now","agent":"bob"}""")]
    [InlineData("SendMessageToAgent", """{"message":"now","agent":"bob"}""")]
    public async Task What_an_agents_policy_forbids_the_agents_it_starts_may_not_do_either(string tool, string arguments)
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Agent(asked), asked.Results.Count()) switch
            {
                ("ann", 0) => FakeChatClient.Ask(("s", tool, JsonElement.Parse(arguments)))(asked, token),
                ("bob", 0) => FakeChatClient.Ask(("m", "SendMessageToAgent", new { agent = "cid", message = "you do it" }), ("d", "delete", new { path = "b" }))(asked, token),
                ("cid", 0) => FakeChatClient.Ask(("d", "delete", new { path = "c" }))(asked, token),
                _ => FakeChatClient.Say("done")(asked, token),
            },
        };
        await using var bed = new AgentBed(client, [Delete()], more: AgentBed.AgentTools);
        await bed.Registry.RegisterAsync(Named("ann") with { Approval = Rule("delete", ApprovalAction.Deny) }, cancellationToken: Cancellation);
        await bed.Registry.RegisterAsync(Named("bob"), cancellationToken: Cancellation);
        await bed.Registry.RegisterAsync(Named("cid"), cancellationToken: Cancellation);

        Assert.Equal(AgentRunStatus.Completed, (await bed.RunAsync("main", agent: "ann")).Status);

        Assert.Empty(_deleted);
        Assert.Equal(2, client.Calls.SelectMany(c => c.Results).Select(r => $"{r.Result}").Where(r => r.Contains("the calling agent's policy forbids", StringComparison.Ordinal)).Count());
    }

    [Fact]
    public async Task A_sub_agent_has_no_tool_that_the_run_does_not_have()
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Agent(asked), asked.Results.Count()) switch
            {
                ("ann", 0) => FakeChatClient.Ask(("s", "spawn_sub_agent", new { task = "now", agent = "bob" }))(asked, token),
                ("bob", 0) => FakeChatClient.Ask(("d", "delete", new { path = "b" }), ("e", "look", new { }), ("f", "view", new { }))(asked, token),
                _ => FakeChatClient.Say("done")(asked, token),
            },
        };
        await using var bed = new AgentBed(client, [Delete(), AgentBed.Tool(() => "seen", "look")], more: AgentBed.AgentTools);
        await bed.Registry.RegisterAsync(Named("ann") with { Tools = ["spawn_sub_agent", "look"] }, cancellationToken: Cancellation);
        AgentToolDefinition[] renamed = [new() { Name = "view", Target = "look" }, new() { Name = "spawn", Target = "delete" }];
        await bed.Registry.RegisterAsync(Named("bob") with { ToolDefinitions = renamed }, cancellationToken: Cancellation);

        await bed.RunAsync("main", agent: "ann");

        Assert.Empty(_deleted);
        var bob = client.Calls.Last(c => Agent(c) == "bob");
        Assert.Equal(["look", "view"], bob.Options.Tools!.Select(t => t.Name).Intersect(["look", "view", "delete", "spawn", "SendMessageToAgent"]).Order(StringComparer.Ordinal));
        Assert.Equal(["seen", "seen"], bob.Results.Skip(1).Select(r => $"{r.Result}"));
    }

    [Fact]
    public async Task A_fork_keeps_the_policy_and_the_persona_of_the_run()
    {
        var client = new FakeChatClient().ThenText("one").ThenCall(("d", "delete", new { path = "a" })).ThenText("two");
        await using var bed = new AgentBed(client, [Delete()]);
        await bed.Registry.RegisterAsync(Named("ann") with { Personas = [Inline("kind"), Inline("stern")] }, cancellationToken: Cancellation);
        var options = new AgentRunOptions { Approval = Rule("delete", ApprovalAction.Deny), Persona = "stern" };
        var run = await bed.Runner.EnqueueAsync("ann", "go", options, Cancellation);
        await bed.WaitAsync(run);

        var fork = await bed.Get<AgentRuns>().ForkAsync(run, input: "now delete", cancellationToken: Cancellation);
        await bed.WaitAsync(fork);

        Assert.Empty(_deleted);
        var (before, after) = (await ArgumentsAsync(bed, run), await ArgumentsAsync(bed, fork));
        Assert.Equal("stern", after.GetProperty("persona").GetProperty("name").GetString());
        Assert.True(JsonElement.DeepEquals(before.GetProperty("approval"), after.GetProperty("approval")));
    }

    [Fact]
    public async Task A_fork_of_a_sub_agents_run_stays_within_what_bound_it()
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Said(asked), Agent(asked), asked.Results.Count()) switch
            {
                ("main", _, 0) => FakeChatClient.Ask(("s", "spawn_sub_agent", new { task = "now", agent = "bob" }))(asked, token),
                ("again", _, 0) => FakeChatClient.Ask(("d", "delete", new { path = "b" }))(asked, token),
                _ => FakeChatClient.Say("done")(asked, token),
            },
        };
        await using var bed = new AgentBed(client, [Delete()], more: AgentBed.AgentTools);
        await bed.Registry.RegisterAsync(Named("ann") with { Approval = Rule("delete", ApprovalAction.Deny) }, cancellationToken: Cancellation);
        await bed.Registry.RegisterAsync(Named("bob"), cancellationToken: Cancellation);
        var run = await bed.Runner.EnqueueAsync("ann", "main", null, Cancellation);
        await bed.WaitAsync(run);
        var child = Assert.Single(await bed.Get<JobQueue>().ReadDependenciesAsync(run, Cancellation));

        await bed.WaitAsync(await bed.Get<AgentRuns>().ForkAsync(child.Job, input: "again", cancellationToken: Cancellation));

        Assert.Empty(_deleted);
        Assert.Contains(client.Calls[^1].Results, r => $"{r.Result}".Contains("the calling agent's policy forbids", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("delete", ApprovalAction.Deny, null)]
    [InlineData("tidy", ApprovalAction.Allow, ApprovalAction.Deny)]
    public async Task A_tool_under_another_name_stays_under_the_programs_rules(string named, ApprovalAction action, ApprovalAction? otherwise)
    {
        var client = new FakeChatClient().ThenCall(("d", "tidy", new { path = "a" })).ThenText("done");
        await using var bed = new AgentBed(client, [Delete()], new AgentOptions { Approval = Rule(named, action) with { Otherwise = otherwise } });
        await bed.Registry.RegisterAsync(Named("ann") with { Tools = [], ToolDefinitions = [new() { Name = "tidy", Target = "delete" }] }, cancellationToken: Cancellation);

        await bed.RunAsync(agent: "ann");

        Assert.Empty(_deleted);
        Assert.Contains("the program's policy forbids", $"{client.Calls[1].Results.Single().Result}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_is_a_tool_stays_under_the_rules_about_messages()
    {
        var client = new FakeChatClient().ThenCall(("d", "ask", new { message = "a" })).ThenText("done");
        await using var bed = new AgentBed(client, [], new AgentOptions { Approval = Rule("SendMessageToAgent", ApprovalAction.Deny) });
        await bed.Registry.RegisterAsync(Named("bob"), cancellationToken: Cancellation);
        await bed.Registry.RegisterAsync(Named("ann") with { ToolDefinitions = [new() { Name = "ask", Kind = ToolTarget.Agent, Target = "bob" }] }, cancellationToken: Cancellation);

        await bed.RunAsync(agent: "ann");

        Assert.Contains("calls of 'SendMessageToAgent'", $"{client.Calls[1].Results.Single().Result}", StringComparison.Ordinal);
    }

    private static AgentApproval Rule(string tool, ApprovalAction action) => new() { Rules = [new AgentApprovalRule { Tool = tool, Action = action }] };

    private static AgentDefinition Named(string name) => new() { Name = name, SystemPrompt = $"You are {name}.", Reasoning = new AgentReasoning { Mode = ReasoningMode.Direct } };

    private static PersonaReference Inline(string name) => PersonaReference.Of(new Persona { Name = name });

    private static string Agent(FakeChatClient.Asked asked) => asked.Messages[0].Text.Split(['.', '\n'])[0]["You are ".Length..];

    private static string Said(FakeChatClient.Asked asked) => asked.Messages.Last(m => m.Role == ChatRole.User).Text;

    private static async Task<JsonElement> ArgumentsAsync(AgentBed bed, JobId run) => JsonElement.Parse((await bed.Store.FindAsync(run, Cancellation))!.Arguments.Span);

    private static string Swap(string folder, string target)
    {
        Directory.Delete(folder, recursive: true);
        Directory.CreateSymbolicLink(folder, target);
        return "linked";
    }

    private Tool Delete() => AgentBed.Tool(
        (string path) =>
        {
            _deleted.Add(path);
            return $"deleted {path}";
        },
        "delete",
        risk: ToolRisk.Write);

    private static Tool Write() => new()
    {
        Function = AIFunctionFactory.Create(
            (AIFunctionArguments arguments) =>
            {
                ((ToolCallContext)arguments.Context![typeof(ToolCallContext)]!).Workspace!.Write("out.txt", "text"u8);
                return "written";
            },
            "write"),
    };
}
