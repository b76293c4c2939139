using Isaa.Models;
using Isaa.Tests.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Models.Scripted;

public sealed class PlaybookTests
{
    private const string Lines = """
        turns:
          - when: { lastTool: shell, lastResult: { isUnknown: true } }
            repeat: forever
            call: [{ tool: read_file, arguments: { path: lines.txt } }]
          - when: { lastTool: read_file, lastResult: { lacksMatch: '(?m)^line {{n}}$' } }
            repeat: forever
            call: [{ tool: shell, arguments: { command: "echo line {{n}} >> lines.txt" } }]
          - repeat: 20
            add: { n: 1 }
            call: [{ tool: shell, arguments: { command: "echo line {{n}} >> lines.txt" } }]
          - say: "{{n}} lines stand there."
        variables: { n: 0 }
        """;

    [Fact]
    public async Task Turns_are_played_in_order_and_each_once()
    {
        var bed = new PlaybookBed("""
            turns:
              - say: first
                call: [{ tool: a }, { tool: b, arguments: { x: 1, list: [true, null, "{{task}}"], deep: { y: 1.5 } } }]
              - say: last
            """);

        Assert.Equal("""first | a {} | b {"x":1,"list":[true,null,"do it"],"deep":{"y":1.5}}""", await bed.NextAsync());
        bed.Return(("r1", null), ("r2", null));
        Assert.Equal("last", await bed.NextAsync());
    }

    [Fact]
    public async Task Twenty_lines_are_written_and_an_unknown_outcome_is_looked_up_before_a_line_is_added_again()
    {
        var bed = new PlaybookBed(Lines);
        var file = new List<string>();
        var reads = 0;
        for (var call = 1; ; call++)
        {
            var next = await bed.NextAsync();
            if (next.StartsWith("shell", StringComparison.Ordinal))
            {
                // Call 7 dies after its effect, call 12 before it.
                var isKilled = call is 7 or 12;
                if (call != 12)
                {
                    file.Add(System.Text.RegularExpressions.Regex.Match(next, @"line \d+").Value);
                }

                bed.Return(isKilled ? "Nobody knows whether this call took effect." : "ok", isKilled ? ToolCallText.UnknownOutcome : null);
            }
            else if (next.StartsWith("read_file", StringComparison.Ordinal))
            {
                reads++;
                bed.Return(string.Join('\n', file));
            }
            else
            {
                Assert.Equal("20 lines stand there.", next);
                break;
            }
        }

        Assert.Equal(Enumerable.Range(1, 20).Select(line => $"line {line}"), file);
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task Values_are_taken_from_results_by_pattern_and_by_path()
    {
        var bed = new PlaybookBed("""
            turns:
              - call: [{ tool: list }]
              - set:
                  name: { tool: list, path: "items[1].name" }
                  size: { match: '"size":(\d+)' }
                  none: { path: absent, default: "no{{i}}" }
                  word: { from: task, match: '\w+$' }
                  copy: "<{{name}}>"
                say: "{{name}} {{size}} {{none}} {{word}} {{copy}} {{results}} {{turn}} {{lastTool}}"
            """, "count the apples");
        await bed.NextAsync();
        bed.Return("""{"items":[{"name":"a"},{"name":"b"}],"size":42}""");

        Assert.Equal("b 42 no1 apples <b> 1 2 list", await bed.NextAsync());
    }

    [Theory]
    [InlineData("turn: 2", true)]
    [InlineData("turn: { min: 3 }", false)]
    [InlineData("results: 1", true)]
    [InlineData("task: apples", true)]
    [InlineData("task: { matches: '^count' }", true)]
    [InlineData("task: { equals: apples }", false)]
    [InlineData("task: { lacks: pears, contains: [count, apples] }", true)]
    [InlineData("anyMessage: { contains: output }", true)]
    [InlineData("anyMessage: nothing", false)]
    [InlineData("lastTool: [x, list]", true)]
    [InlineData("lastTool: x", false)]
    [InlineData("lastResult: { isError: true, contains: output }", true)]
    [InlineData("lastResult: { isUnknown: true }", false)]
    [InlineData("lastResult: { path: a.b, contains: output }", true)]
    [InlineData("lastResult: { path: a.c }", false)]
    [InlineData("resultOf: { tool: list, matches: out.ut }", true)]
    [InlineData("resultOf: { tool: other }", false)]
    [InlineData("called: list", true)]
    [InlineData("called: [list, other]", false)]
    [InlineData("notCalled: other", true)]
    [InlineData("toolOffered: list", false)]
    [InlineData("variables: { color: red }", true)]
    [InlineData("variables: { color: { matches: 'blue' } }", false)]
    [InlineData("not: { lastTool: list }", false)]
    [InlineData("any: [{ turn: 9 }, { turn: 2 }]", true)]
    [InlineData("any: [{ turn: 9 }, { turn: 2, results: 0 }]", false)]
    public async Task A_turn_is_played_only_when_its_conditions_hold(string condition, bool holds)
    {
        var bed = new PlaybookBed($$"""
            variables: { color: red }
            turns:
              - call: [{ tool: list }]
              - when: { {{condition}} }
                say: yes
              - say: no
            """, "count the apples");
        await bed.NextAsync();
        bed.Return("""{"a":{"b":"output"}}""", ToolCallText.ErrorOutcome);

        Assert.Equal(holds ? "yes" : "no", await bed.NextAsync());
    }

    [Fact]
    public async Task A_new_task_starts_the_playbook_again_and_a_note_within_a_task_does_not()
    {
        var bed = new PlaybookBed("""
            turns:
              - call: [{ tool: a }]
              - say: "done {{turn}}"
            """);
        await bed.NextAsync();
        bed.Return("ok");
        bed.Say("a note");
        Assert.Equal("done 2", await bed.NextAsync());
        bed.Say("another task");
        Assert.Equal("a {}", await bed.NextAsync());
    }

    [Fact]
    public async Task A_playbook_that_continues_goes_on_with_the_next_task()
    {
        var bed = new PlaybookBed("""
            continues: true
            turns: [{ say: one }, { say: two }]
            """);
        await bed.NextAsync();
        bed.Say("more");
        Assert.Equal("two", await bed.NextAsync());
    }

    [Fact]
    public async Task It_can_play_a_foolish_model()
    {
        var bed = new PlaybookBed("""
            turns:
              - call: [{ tool: shell, badArguments: '{"command": "ec' }]
              - empty: true
                when: { turn: 2 }
            """);

        var call = Assert.IsType<FunctionCallContent>((await bed.AnswerAsync()).Messages[0].Contents[0]);
        Assert.Equal("{\"command\": \"ec", ToolCallText.FindInvalidArguments(call));
        bed.Return("no", ToolCallText.ErrorOutcome);
        Assert.Equal("", await bed.NextAsync());
        bed.Say("well?");
        Assert.StartsWith("shell", await bed.NextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: { code: model_rate_limited, message: slow, retryAfter: 7s }", "model_rate_limited", true)]
    [InlineData("error: { code: model_auth }", "model_auth", false)]
    [InlineData("refuse: 'I will not {{task}}'", "model_rejected", false)]
    [InlineData("cut: { }", "model_stream_cut", true)]
    public async Task A_turn_can_fail(string failure, string code, bool isTransient)
    {
        var thrown = await Assert.ThrowsAsync<ModelException>(() => new PlaybookBed($"turns: [{{ {failure} }}]").AnswerAsync());

        Assert.Equal((code, isTransient), (thrown.Code, thrown.IsTransient));
        Assert.Equal(code == "model_rate_limited" ? TimeSpan.FromSeconds(7) : null, thrown.RetryAfter);
        if (code == "model_rejected")
        {
            Assert.Equal("I will not do it", thrown.Message);
        }
    }

    [Fact]
    public async Task A_failure_can_pass_after_some_tries()
    {
        var bed = new PlaybookBed("turns: [{ error: { code: model_unavailable, times: 2 } }, { say: fine }]");
        var client = bed.Open();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync(bed.Messages, cancellationToken: TestContext.Current.CancellationToken));
        }

        Assert.Equal("fine", (await client.GetResponseAsync(bed.Messages, cancellationToken: TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public async Task A_cut_hands_on_the_beginning_of_the_text()
    {
        var bed = new PlaybookBed("turns: [{ say: 0123456789, chunks: { characters: 2 }, cut: { afterCharacters: 5 } }]");
        var seen = new List<string>();
        await Assert.ThrowsAsync<ModelException>(async () =>
        {
            await foreach (var update in bed.Open().GetStreamingResponseAsync(bed.Messages, cancellationToken: TestContext.Current.CancellationToken))
            {
                seen.Add(update.Text);
            }
        });

        Assert.Equal(["01", "23", "4"], seen);
    }

    [Fact]
    public async Task Delays_pass_with_the_clock_and_end_with_cancellation()
    {
        var time = new ManualTime();
        var bed = new PlaybookBed("turns: [{ wait: 5s, say: late }]");
        var answer = bed.Open(time).GetResponseAsync(bed.Messages, cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("late", (await answer).Text);

        using var cancellation = new CancellationTokenSource();
        var cancelled = bed.Open(time).GetResponseAsync(bed.Messages, cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task An_answer_names_the_playbook_and_reports_usage()
    {
        var response = await new PlaybookBed("turns: [{ json: { name: '{{task}}', n: 3 }, usage: { inputTokens: 100, outputTokens: 20 }, finish: length }]").AnswerAsync();

        Assert.Equal("""{"name":"do it","n":3}""", response.Text);
        Assert.Equal("scripted/play", response.ModelId);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal((100, 20, 120), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task A_file_beside_the_playbook_is_taken_as_it_is() =>
        Assert.Equal("""write {"code":"print('{{turn}}')"}""", await new PlaybookBed("turns: [{ call: [{ tool: write, arguments: { code: { $file: code.py } } }] }]").NextAsync());

    [Fact]
    public async Task A_conversation_that_no_turn_fits_is_an_error_that_says_where()
    {
        var failure = await Assert.ThrowsAsync<ModelException>(() => new PlaybookBed("turns: [{ when: { turn: 5 }, say: x }]").AnswerAsync());

        Assert.Contains("play.yaml:1: no turn applies to answer 1", failure.Message, StringComparison.Ordinal);
    }
}
