using Isaa.Agents;
using Isaa.Agents.Approvals;
using Isaa.Agents.Settings;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Approvals;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Files;
using Isaa.Tools;

namespace Isaa.Tests.Agents.Calls;

/// <summary>A run with few slots finds and loads the tools it needs.</summary>
public sealed class ToolShelfTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_slots_all_tools_are_shown_and_nothing_is_loaded()
    {
        await using var bed = await BedAsync(new FakeChatClient().ThenText("done"), slots: null);
        await bed.RunAsync(agent: "ann");
        Assert.Equal(["now", "read", "shout", "sing", "write"], Shown(bed, 0));
    }

    [Fact]
    public async Task With_slots_only_core_tools_and_the_first_categories_are_shown_and_others_are_loaded_by_name()
    {
        var client = new FakeChatClient()
            .ThenCall(("1", "list_tools", new { category = "voice" }))
            .ThenCall(("2", "load_tools", new { names = new[] { "sing" } }))
            .ThenCall(("3", "sing", new { }))
            .ThenText("done");
        await using var bed = await BedAsync(client, slots: 3, "files");

        Assert.Equal(AgentRunStatus.Completed, (await bed.RunAsync(agent: "ann")).Status);
        Assert.Equal(["list_tools", "load_tools", "now", "read", "write"], Shown(bed, 0));
        var listed = $"{client.Calls[1].Results.Single().Result}";
        Assert.Contains("- sing [voice, read] sing\n", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("write", listed, StringComparison.Ordinal);
        Assert.Equal(["list_tools", "load_tools", "now", "read", "sing", "write"], Shown(bed, 2));
        Assert.Equal("sung", $"{client.Calls[3].Results.Last().Result}");
    }

    [Fact]
    public async Task A_full_shelf_puts_away_what_was_used_longest_ago_and_never_the_newcomer()
    {
        var client = new FakeChatClient()
            .ThenCall(("1", "read", new { }))
            .ThenCall(("2", "load_tools", new { names = "[\"sing\"]" }))
            .ThenText("done");
        await using var bed = await BedAsync(client, slots: 2, "files");

        await bed.RunAsync(agent: "ann");
        Assert.Equal(["list_tools", "load_tools", "now", "read", "sing"], Shown(bed, 2));
        Assert.Equal("Loaded: sing.\nPut away: write.", $"{client.Calls[2].Results.Last().Result}");
    }

    [Fact]
    public async Task A_category_with_more_tools_than_slots_is_loaded_as_far_as_it_goes_and_the_rest_is_named()
    {
        var client = new FakeChatClient().ThenCall(("1", "load_tools", new { category = "voice", names = new[] { "now", "wirte" } })).ThenText("done");
        await using var bed = await BedAsync(client, slots: 1);

        await bed.RunAsync(agent: "ann");
        Assert.Equal(["list_tools", "load_tools", "now", "shout"], Shown(bed, 1));
        Assert.Equal(
            "Loaded: shout.\nLoaded already: now.\nLeft out, for there are 1 slots: sing.\nThere is no tool 'wirte'. Did you mean write?",
            $"{client.Calls[1].Results.Single().Result}");
    }

    [Fact]
    public async Task A_tool_that_is_not_loaded_is_not_run_and_the_model_is_told_how_to_get_it()
    {
        var calls = 0;
        var client = new FakeChatClient().ThenCall(("1", "write", new { })).ThenCall(("2", "load_tools", new { names = new[] { "write" } }), ("3", "write", new { })).ThenText("done");
        await using var bed = await BedAsync(client, slots: 1, onWrite: () => calls++);

        await bed.RunAsync(agent: "ann");
        var first = bed.Client.Calls[1].Results.Single();
        Assert.Contains("load_tools with names [\"write\"]", $"{first.Result}", StringComparison.Ordinal);
        Assert.Equal((1, "written"), (calls, $"{bed.Client.Calls[2].Results.Last().Result}"));
    }

    [Fact]
    public async Task What_was_loaded_is_still_loaded_when_another_process_goes_on_with_the_run()
    {
        using var folder = new TemporaryFolder();
        var place = new DirectoryInfo(folder.Path);
        JobId run;
        var client = new FakeChatClient().ThenCall(("1", "load_tools", new { names = new[] { "sing" } })).ThenCall(("2", "sing", new { }));
        await using (var bed = await BedAsync(client, slots: 2, folder: place))
        {
            run = await bed.Runner.EnqueueAsync("ann", "go", new AgentRunOptions { Approval = ApprovalTests.Ask("sing") }, Cancellation);
            bed.StartWorker();
            await bed.UntilWaitingAsync(run);
        }

        await using var after = await BedAsync(new FakeChatClient().ThenText("done"), slots: 2, folder: place);
        var asked = Assert.Single(await after.Get<IApprovalStore>().ListAsync(new ApprovalQuery { Tenant = "default", Run = run, Limit = 10 }, Cancellation));
        await ApprovalTests.DecideAsync(after, asked);

        Assert.Equal(AgentRunStatus.Completed, (await after.WaitAsync(run)).Status);
        Assert.Equal(["list_tools", "load_tools", "now", "sing"], Shown(after, 0));
    }

    [Fact]
    public async Task A_category_that_no_tool_has_and_a_tool_that_takes_the_loaders_name_fail_the_run_with_the_reason()
    {
        await using var bed = await BedAsync(new FakeChatClient(), slots: 2, "fils");
        var error = (await bed.RunAsync(agent: "ann")).Error!;
        Assert.Equal("tool_category_unknown", error.Code);
        Assert.Contains("Did you mean files?", error.Message, StringComparison.Ordinal);

        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("bob").WithToolSlots(2).AddTool(() => "x", "load_tools", "mine"), cancellationToken: Cancellation);
        Assert.Equal("tool_name_taken", (await bed.RunAsync(agent: "bob")).Error?.Code);
    }

    private static IEnumerable<string> Shown(AgentBed bed, int call) => bed.Client.Calls[call].Options.Tools!.Select(t => t.Name).Where(name => name != "read_result").Order(StringComparer.Ordinal);

    private static Task<AgentBed> BedAsync(FakeChatClient client, int? slots, params string[] categories) => BedAsync(client, slots, () => { }, null, categories);

    private static Task<AgentBed> BedAsync(FakeChatClient client, int? slots, Action onWrite) => BedAsync(client, slots, onWrite, null);

    private static Task<AgentBed> BedAsync(FakeChatClient client, int? slots, DirectoryInfo folder) => BedAsync(client, slots, () => { }, folder);

    private static async Task<AgentBed> BedAsync(FakeChatClient client, int? slots, Action onWrite, DirectoryInfo? folder, params string[] categories)
    {
        var bed = new AgentBed(
            client,
            [
                In(AgentBed.Tool(() => "noon", "now", StepKind.Repeatable, risk: ToolRisk.Read), "core"),
                In(AgentBed.Tool(() => "text", "read", StepKind.Repeatable, risk: ToolRisk.Read), "files"),
                In(AgentBed.Tool(() => { onWrite(); return "written"; }, "write", risk: ToolRisk.Write), "files"),
                In(AgentBed.Tool(() => "SHOUTED", "shout", StepKind.Repeatable, risk: ToolRisk.Read), "voice"),
                In(AgentBed.Tool(() => "sung", "sing", StepKind.Repeatable, risk: ToolRisk.Read), "voice"),
            ],
            folder: folder);
        await bed.Registry.RegisterAsync(
            new AgentDefinition { Name = "ann", ToolSlots = slots, ToolCategories = categories, Reasoning = new AgentReasoning { Mode = ReasoningMode.Direct } },
            cancellationToken: Cancellation);
        return bed;
    }

    private static Tool In(Tool tool, params string[] categories) => tool with { Categories = categories };
}
