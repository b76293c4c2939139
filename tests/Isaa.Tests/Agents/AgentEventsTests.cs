using System.Text.Json;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Plans;
using Isaa.Protocol.Events;

namespace Isaa.Tests.Agents;

public sealed class AgentEventsTests
{
    public static TheoryData<AgentEvent, string, string> Events { get; } = new()
    {
        {
            new AgentEvent.RunStarted { Agent = "self", Version = 2, Model = "openai/m", Session = "s", Folder = "/f" },
            "agent.run.started",
            """{"agent":"self","version":2,"model":"openai/m","session":"s","folder":"/f","isScripted":false}"""
        },
        { new AgentEvent.RunResumed { Attempt = 2, Turns = 5 }, "agent.run.resumed", """{"attempt":2,"turns":5}""" },
        { new AgentEvent.TurnStarted { Turn = 1 }, "agent.turn.started", """{"turn":1,"isRepeat":false}""" },
        { new AgentEvent.TextDelta { Turn = 1, Delta = "hé" }, "agent.text", """{"turn":1,"delta":"h\u00E9"}""" },
        {
            new AgentEvent.TurnCompleted
            {
                Turn = 1,
                Usage = new TokenUsage { Input = 3, Output = 4, CachedInput = 1 },
                CostUsd = 0.5m,
                Calls = [new AgentCall { CallId = "c", Name = "n" }],
                Finish = "tool_calls",
                Milliseconds = 7,
            },
            "agent.turn.completed",
            """{"turn":1,"usage":{"input":3,"output":4,"cachedInput":1},"costUsd":0.5,"calls":[{"callId":"c","name":"n"}],"finish":"tool_calls","milliseconds":7}"""
        },
        { new AgentEvent.ToolStarted { Turn = 1, CallId = "c", Name = "n", Arguments = "{}" }, "agent.tool.started", """{"turn":1,"callId":"c","name":"n","arguments":"{}"}""" },
        {
            new AgentEvent.ToolCompleted { Turn = 1, CallId = "c", Name = "n", IsError = true, ErrorCode = "e", Text = "t", Milliseconds = 2 },
            "agent.tool.completed",
            """{"turn":1,"callId":"c","name":"n","isError":true,"errorCode":"e","text":"t","milliseconds":2}"""
        },
        { new AgentEvent.ToolUnknown { Turn = 1, CallId = "c", Name = "n" }, "agent.tool.unknown", """{"turn":1,"callId":"c","name":"n"}""" },
        {
            new AgentEvent.PlanChanged
            {
                Plan = new RunPlan
                {
                    Goal = "g",
                    Steps = [new PlanStep { Title = "t", State = PlanStepState.Done, Evidence = "e" }],
                    Criteria = [new CriterionCheck { Criterion = "c", Passed = true }],
                    Validation = ValidationState.Passed,
                },
            },
            "agent.plan.changed",
            """{"plan":{"goal":"g","steps":[{"title":"t","state":"done","evidence":"e"}],"criteria":[{"criterion":"c","passed":true}],"validation":"passed","edition":1}}"""
        },
        {
            new AgentEvent.Waiting { For = "approval", Until = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero) },
            "agent.waiting",
            """{"for":"approval","until":"2030-01-02T03:04:05+00:00"}"""
        },
        { new AgentEvent.Paused { Reason = "r" }, "agent.paused", """{"reason":"r"}""" },
        { new AgentEvent.Continued { Text = "t" }, "agent.continued", """{"text":"t"}""" },
        { new AgentEvent.Steered { Text = "t" }, "agent.steered", """{"text":"t"}""" },
        {
            new AgentEvent.ApprovalAsked { Approval = "a", Turn = 1, CallId = "c", Name = "n", Arguments = "{}", Risk = "write", Reason = "r" },
            "agent.approval.asked",
            """{"approval":"a","turn":1,"callId":"c","name":"n","arguments":"{}","risk":"write","reason":"r"}"""
        },
        { new AgentEvent.ApprovalSettled { Approval = "a", Turn = 1, CallId = "c", IsDecided = true }, "agent.approval.settled", """{"approval":"a","turn":1,"callId":"c","isDecided":true}""" },
        { new AgentEvent.ReasoningDelta { Turn = 1, Delta = "d" }, "agent.reasoning", """{"turn":1,"delta":"d"}""" },
        { new AgentEvent.ContextReduced { Turn = 2, Before = 9, After = 5, Most = 7 }, "agent.context.reduced", """{"turn":2,"before":9,"after":5,"most":7}""" },
        { new AgentEvent.Warning { Code = "c", Message = "m" }, "agent.warning", """{"code":"c","message":"m"}""" },
        {
            new AgentEvent.Answer
            {
                Result = new AgentResult
                {
                    Status = AgentRunStatus.Failed,
                    Error = new AgentRunError { Code = "limit_turns", Message = "m" },
                    Text = "t",
                    Agent = "self",
                    Version = 1,
                    Session = "s",
                    Usage = TokenUsage.None,
                    Turns = 1,
                    ToolCalls = 0,
                },
            },
            "agent.answer",
            """{"result":{"status":"failed","error":{"code":"limit_turns","message":"m"},"text":"t","agent":"self","version":1,"session":"s","usage":{"input":0,"output":0,"cachedInput":0},"turns":1,"toolCalls":0,"notes":[]}}"""
        },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void Each_event_has_its_type_and_its_json(AgentEvent agentEvent, string type, string json)
    {
        Assert.Equal(type, AgentEvents.TypeOf(agentEvent));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(AgentEvents.Write(agentEvent))));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Each_event_is_read_as_it_was_written(AgentEvent agentEvent, string type, string json)
    {
        var read = AgentEvents.Read(type, System.Text.Encoding.UTF8.GetBytes(json));

        Assert.IsType(agentEvent.GetType(), read);
        Assert.Equal(AgentEvents.Write(agentEvent), AgentEvents.Write(read));
    }

    [Fact]
    public void Events_of_others_are_passed_over() => Assert.Null(AgentEvents.Read("job.completed", "{}"u8));

    [Fact]
    public void All_kinds_of_events_are_tested() =>
        Assert.Equal(typeof(AgentEvent).GetNestedTypes().Length, Events.Select(row => row.Data.Item1.GetType()).Distinct().Count());
}
