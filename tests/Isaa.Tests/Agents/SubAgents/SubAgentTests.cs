using Isaa.Agents;
using Isaa.Agents.Control;
using Isaa.Agents.Settings;
using Isaa.Agents.Settings.Tools;
using Isaa.Jobs;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Isaa.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.SubAgents;

public sealed class SubAgentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sub_agent_works_in_its_own_folder_and_its_report_names_what_is_really_there()
    {
        var folder = Directory.CreateTempSubdirectory("isaa-sub-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "in.txt"), "input", Cancellation);
        var client = new FakeChatClient { Otherwise = (asked, token) => Route(asked)(asked, token) };
        await using var bed = new AgentBed(client, [Write()], more: AgentBed.AgentTools);

        var result = await bed.RunAsync("main", new AgentRunOptions { Folder = folder.FullName });

        Assert.Equal((AgentRunStatus.Completed, "main done"), (result.Status, result.Text));
        Assert.Equal("text", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "sub", "lab", "out.txt"), Cancellation));
        Assert.Equal("input", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "sub", "lab", "in.txt"), Cancellation));
        Assert.Equal("wrote it", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "sub", "lab", "result.md"), Cancellation));
        var report = Report(client);
        Assert.Contains("status: completed", report, StringComparison.Ordinal);
        Assert.Contains("sub/lab/out.txt (4 bytes, sha256 982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1)", report, StringComparison.Ordinal);
        Assert.EndsWith("answer:\nwrote it", report, StringComparison.Ordinal);
        folder.Delete(recursive: true);

        static FakeChatClient.Answer Route(FakeChatClient.Asked asked) => (Task(asked), Results(asked)) switch
        {
            ("main", 0) => FakeChatClient.Ask(("s1", "spawn_sub_agent", new { task = "write a file", output_dir = "lab", files = new[] { "in.txt" } })),
            ("main", _) => FakeChatClient.Say("main done"),
            (_, 0) => FakeChatClient.Ask(("w1", "write", new { path = "out.txt", text = "text" })),
            _ => FakeChatClient.Say("wrote it"),
        };
    }

    [Fact]
    public async Task A_run_waits_for_its_sub_agent_without_a_slot()
    {
        var client = new FakeChatClient { Otherwise = (asked, token) => Spawner(asked)(asked, token) };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);
        var run = await bed.Runner.EnqueueAsync("self", "main", null, Cancellation);
        await bed.WaitAsync(run);

        var waits = (await bed.EventsAsync(run)).OfType<AgentEvent.Waiting>().ToList();
        Assert.Equal(["children"], waits.Select(w => w.For));
        Assert.Equal(3, client.Calls.Count);
    }

    [Fact]
    public async Task A_sub_agent_may_not_start_another_below_the_depth_its_agent_allows()
    {
        var client = new FakeChatClient { Otherwise = (asked, token) => Results(asked) == 0 ? FakeChatClient.Ask(("s1", "spawn_sub_agent", new { task = "deeper" }))(asked, token) : FakeChatClient.Say("done")(asked, token) };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);

        Assert.Equal(AgentRunStatus.Completed, (await bed.RunAsync("main")).Status);
        Assert.Contains(client.Calls.SelectMany(c => c.Results), r => $"{r.Result}".StartsWith("This run may start no sub-agents", StringComparison.Ordinal));
        Assert.Equal(4, client.Calls.Count);
    }

    [Fact]
    public async Task A_sub_agent_gets_no_more_than_the_run_has_left_and_what_it_used_counts()
    {
        var client = new FakeChatClient { Otherwise = (asked, token) => (Task(asked) == "main" ? Spawner(asked) : FakeChatClient.Say("ok", input: 3_000, output: 100))(asked, token) };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);
        var run = await bed.Runner.EnqueueAsync("self", "main", new AgentRunOptions { Limits = new AgentLimits { TotalTokens = 9_000 } }, Cancellation);
        await bed.WaitAsync(run);

        var child = Assert.Single(await bed.Get<JobQueue>().ReadDependenciesAsync(run, Cancellation));
        var detail = await bed.Get<JobQueue>().FindAsync(child.Job, Cancellation);
        using var arguments = System.Text.Json.JsonDocument.Parse(detail!.Arguments);
        Assert.Equal(9_000 - 15, arguments.RootElement.GetProperty("limits").GetProperty("totalTokens").GetInt64());
    }

    [Fact]
    public async Task What_sub_agents_used_ends_the_run_that_started_them()
    {
        var client = new FakeChatClient { Otherwise = (asked, token) => (Task(asked) == "main" ? Spawner(asked) : FakeChatClient.Say("ok", input: 8_900, output: 50))(asked, token) };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);

        var result = await bed.RunAsync("main", new AgentRunOptions { Limits = new AgentLimits { TotalTokens = 9_000 } });

        Assert.Equal((AgentRunStatus.Failed, "limit_tokens"), (result.Status, result.Error?.Code));
    }

    [Fact]
    public async Task What_sub_agents_used_before_does_not_count_for_a_run_that_goes_on_after_its_end()
    {
        var client = new FakeChatClient { Otherwise = (asked, token) => (Task(asked) == "main" ? Spawner(asked) : FakeChatClient.Say("ok", input: 8_900, output: 50))(asked, token) };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);
        var run = await bed.Runner.EnqueueAsync("self", "main", new AgentRunOptions { Limits = new AgentLimits { TotalTokens = 9_000 } }, Cancellation);
        Assert.Equal("limit_tokens", (await bed.WaitAsync(run)).Error?.Code);
        client.ThenText("done after all");

        await bed.Get<AgentRuns>().ResumeAsync(run, "main", Cancellation);

        Assert.Equal("done after all", (await bed.WaitAsync(run)).Text);
    }

    [Fact]
    public async Task Calls_of_one_turn_start_together_no_more_runs_than_may_be_under_way()
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Task(asked), Results(asked)) switch
            {
                ("main", 0) => FakeChatClient.Ask([.. Enumerable.Range(1, 6).Select(i => ($"c{i}", "spawn_sub_agent", (object)new { task = $"t{i}", wait = false }))])(asked, token),
                _ => FakeChatClient.Say("done")(asked, token),
            },
        };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);
        await bed.Registry.RegisterAsync(Named("ann") with { SubAgents = new AgentSubAgents { MaxRuns = 2 } }, cancellationToken: Cancellation);

        Assert.Equal("done", (await bed.RunAsync("main", agent: "ann")).Text);
        var results = client.Calls.Last(c => Task(c) == "main").Results.Select(r => $"{r.Result}").ToList();
        Assert.Equal(4, results.Count(r => r.Contains("all that subAgents.maxRuns allows", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sub_agents_run_beside_the_run_and_are_waited_for_by_id()
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Task(asked), Results(asked)) switch
            {
                ("main", 0) => FakeChatClient.Ask(("a", "spawn_sub_agent", new { task = "one", wait = false }), ("b", "spawn_sub_agent", new { task = "two", wait = false }))(asked, token),
                ("main", 2) => FakeChatClient.Ask(("w", "wait_for", new { ids = asked.Results.Select(r => $"{r.Result}"[4..36]).ToArray() }))(asked, token),
                ("main", 3) => FakeChatClient.Ask(("s", "sub_agents_status", new { }))(asked, token),
                ("main", _) => FakeChatClient.Say("done")(asked, token),
                (var task, _) => FakeChatClient.Say($"did {task}")(asked, token),
            },
        };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);

        Assert.Equal("done", (await bed.RunAsync("main")).Text);
        var results = client.Calls.Last(c => Task(c) == "main").Results.Select(r => $"{r.Result}").ToList();
        Assert.Contains("did one", results[2], StringComparison.Ordinal);
        Assert.Contains("did two", results[2], StringComparison.Ordinal);
        Assert.Equal(2, results[3].Split('\n').Count(l => l.Contains("completed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sub_agent_that_stopped_goes_on_with_what_it_knows()
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Task(asked), Results(asked)) switch
            {
                ("main", 0) => FakeChatClient.Ask(("a", "spawn_sub_agent", new { task = "count", max_iterations = 1 }))(asked, token),
                ("main", 1) => FakeChatClient.Ask(("r", "resume_sub_agent", new { id = $"{asked.Results.First().Result}"[4..36], additional_context = "finish now" }))(asked, token),
                ("main", _) => FakeChatClient.Say("done")(asked, token),
                ("count", _) => FakeChatClient.Ask(("x", "sub_agents_status", new { }))(asked, token),
                _ => FakeChatClient.Say($"finished knowing {asked.Messages.Count(m => m.Text == "count")}")(asked, token),
            },
        };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);

        Assert.Equal("done", (await bed.RunAsync("main")).Text);
        var results = client.Calls.Last(c => Task(c) == "main").Results.Select(r => $"{r.Result}").ToList();
        Assert.Contains("status: stopped at a limit (limit_turns)", results[0], StringComparison.Ordinal);
        Assert.EndsWith("finished knowing 1", results[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_asks_another_and_two_that_would_wait_for_each_other_are_refused()
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Agent(asked), Results(asked)) switch
            {
                ("ann", 0) => FakeChatClient.Ask(("m", "SendMessageToAgent", new { agent = "bob", message = "how many?" }))(asked, token),
                ("bob", 0) => FakeChatClient.Ask(("m", "SendMessageToAgent", new { agent = "ann", message = "how many what?" }))(asked, token),
                ("bob", _) => FakeChatClient.Say("three")(asked, token),
                _ => FakeChatClient.Say($"bob says {asked.Results.Last().Result}")(asked, token),
            },
        };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);
        await bed.Registry.RegisterAsync(Named("ann"), cancellationToken: Cancellation);
        await bed.Registry.RegisterAsync(Named("bob"), cancellationToken: Cancellation);

        Assert.Equal("bob says three", (await bed.RunAsync("main", agent: "ann")).Text);
        var refused = client.Calls.Last(c => Agent(c) == "bob").Results.Single();
        Assert.StartsWith("'ann' waits for this very answer (ann waits for bob waits for ann)", $"{refused.Result}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_that_call_agents_end_at_the_depth_the_first_allows()
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => Results(asked) == 0
                ? FakeChatClient.Ask(("m", "SendMessageToAgent", new { agent = $"a{int.Parse(Agent(asked)[1..], System.Globalization.CultureInfo.InvariantCulture) + 1}", message = "next" }))(asked, token)
                : FakeChatClient.Say($"{asked.Results.Last().Result}")(asked, token),
        };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);
        foreach (var i in Enumerable.Range(0, 5))
        {
            await bed.Registry.RegisterAsync(Named($"a{i}") with { MaxChainDepth = i == 0 ? 2 : 10 }, cancellationToken: Cancellation);
        }

        Assert.StartsWith("This run may call no other agents", (await bed.RunAsync("main", agent: "a0")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Calls, c => Agent(c) == "a3");
    }

    [Fact]
    public async Task An_agent_is_a_tool_of_another()
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Agent(asked), Results(asked)) switch
            {
                ("ann", 0) => FakeChatClient.Ask(("m", "ask_the_expert", new { message = "why?" }))(asked, token),
                ("ann", _) => FakeChatClient.Say($"because {asked.Results.Single().Result}")(asked, token),
                _ => FakeChatClient.Say("it is so")(asked, token),
            },
        };
        await using var bed = new AgentBed(client);
        await bed.Registry.RegisterAsync(Named("bob") with { Description = "knows all" }, cancellationToken: Cancellation);
        var tool = new AgentToolDefinition { Name = "ask_the_expert", Kind = ToolTarget.Agent, Target = "bob" };
        await bed.Registry.RegisterAsync(Named("ann") with { ToolDefinitions = [tool] }, cancellationToken: Cancellation);

        Assert.Equal("because it is so", (await bed.RunAsync("main", agent: "ann")).Text);
        Assert.Equal("Agent 'bob': knows all", client.Calls[0].Options.Tools!.Single(t => t.Name == "ask_the_expert").Description);
    }

    [Fact]
    public async Task A_tool_as_data_is_a_program_tool_under_another_name_with_narrower_parameters()
    {
        var client = new FakeChatClient().ThenCall(("c", "greet", new { who = 5 })).ThenCall(("d", "greet", new { who = "ann" })).ThenText("done");
        await using var bed = new AgentBed(client, [AgentBed.Tool((string who) => $"hello {who}", "say_hello")]);
        var schema = System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{"who":{"type":"string"}},"required":["who"]}""");
        var tool = new AgentToolDefinition { Name = "greet", Target = "say_hello", Description = "Greets somebody", Schema = schema };
        await bed.Registry.RegisterAsync(Named("ann") with { Tools = [], ToolDefinitions = [tool] }, cancellationToken: Cancellation);

        await bed.RunAsync("main", agent: "ann");
        Assert.Contains("'who' must be string", $"{client.Calls[1].Results.Single().Result}", StringComparison.Ordinal);
        Assert.Equal("hello ann", client.Calls[2].Results.Last().Result);
    }

    [Fact]
    public async Task An_agent_adds_lists_and_reprioritises_its_own_jobs_alone()
    {
        var client = new FakeChatClient
        {
            Otherwise = (asked, token) => (Task(asked), Results(asked)) switch
            {
                ("main", 0) => FakeChatClient.Ask(("a", "add_sub_job", new { task = "later", delay_minutes = 5 }))(asked, token),
                ("main", 1) => FakeChatClient.Ask(("r", "reprioritise_job", new { id = $"{asked.Results.First().Result}"[10..42], priority = -3 }))(asked, token),
                ("main", 2) => FakeChatClient.Ask(("l", "list_own_jobs", new { }), ("x", "reprioritise_job", new { id = $"{Guid.Empty:N}", priority = 1 }))(asked, token),
                _ => FakeChatClient.Say("done")(asked, token),
            },
        };
        await using var bed = new AgentBed(client, more: AgentBed.AgentTools);

        Assert.Equal("done", (await bed.RunAsync("main")).Text);
        var results = client.Calls[^1].Results.Select(r => $"{r.Result}").ToList();
        Assert.Equal("Added job", results[0][..9]);
        Assert.Contains("has priority -3 and is delayed", results[1], StringComparison.Ordinal);
        Assert.Equal(2, results[2].Split('\n').Length);
        Assert.Contains("priority -3  later", results[2], StringComparison.Ordinal);
        Assert.Contains("is assigned to this agent", results[3], StringComparison.Ordinal);
    }

    private static AgentDefinition Named(string name) => new() { Name = name, SystemPrompt = $"You are {name}.", Reasoning = new AgentReasoning { Mode = ReasoningMode.Direct } };

    private static string Agent(FakeChatClient.Asked asked) => asked.Messages[0].Text.Split(['.', '\n'])[0]["You are ".Length..];

    private static string Task(FakeChatClient.Asked asked) => asked.Messages.Last(m => m.Role == ChatRole.User).Text;

    private static int Results(FakeChatClient.Asked asked) => asked.Results.Count();

    private static string Report(FakeChatClient client) => $"{client.Calls.Last(c => Task(c) == "main").Results.Single().Result}";

    private static FakeChatClient.Answer Spawner(FakeChatClient.Asked asked) => Task(asked) == "main" && Results(asked) == 0
        ? FakeChatClient.Ask(("s1", "spawn_sub_agent", new { task = "help" }))
        : FakeChatClient.Say("done");

    private static Tool Write() => new()
    {
        Function = AIFunctionFactory.Create(
            (string path, string text, AIFunctionArguments arguments) =>
            {
                ((ToolCallContext)arguments.Context![typeof(ToolCallContext)]!).Workspace!.Write(path, System.Text.Encoding.UTF8.GetBytes(text));
                return "written";
            },
            "write"),
    };
}
