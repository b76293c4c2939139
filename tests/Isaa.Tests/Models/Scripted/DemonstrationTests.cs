using Isaa.Models;
using Isaa.Tests.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Models.Scripted;

public sealed class DemonstrationTests : IDisposable
{
    private readonly ToolBed _tools = new();
    private readonly ModelBed _models = new();

    public void Dispose()
    {
        _tools.Dispose();
        _models.Dispose();
    }

    [Fact]
    public async Task It_measures_the_folder_and_reports_the_real_numbers()
    {
        File.WriteAllText(_tools.Folder["a.txt"], "12345");
        File.WriteAllText(_tools.Folder[".hidden"], "1234567");
        Directory.CreateDirectory(_tools.Folder["sub/deep"]);
        File.WriteAllText(_tools.Folder["sub/deep/result.txt"], "123");
        File.CreateSymbolicLink(_tools.Folder["link"], _tools.Folder["a.txt"]);
        Directory.CreateSymbolicLink(_tools.Folder["loop"], _tools.Folder.Path);

        var (answer, tools) = await PlayAsync();

        Assert.Equal(["createScript", "runScript", "read_file"], tools);
        Assert.StartsWith("files: 3\nbytes: 15\nmade by: isaa demonstration ", File.ReadAllText(_tools.Folder["result.txt"]), StringComparison.Ordinal);
        Assert.Contains("3 files with 15 bytes", answer, StringComparison.Ordinal);
        Assert.Contains("No language model took part", answer, StringComparison.Ordinal);
        Assert.False(File.Exists(_tools.Folder[".result.txt.isaa-partial"]));
    }

    [Fact]
    public async Task Its_own_result_is_left_out_and_replaced()
    {
        File.WriteAllText(_tools.Folder["a.txt"], "12345");
        await PlayAsync();
        File.WriteAllText(_tools.Folder["b.txt"], "123");
        await PlayAsync();

        Assert.StartsWith("files: 2\nbytes: 8\n", File.ReadAllText(_tools.Folder["result.txt"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my own notes")]
    [InlineData("files: 2\nbytes: 8\n")]
    [InlineData("files: 9\nbytes: 8\nmade by: isaa demonstration 0000\n")]
    [InlineData("")]
    public async Task A_result_that_it_did_not_make_is_never_overwritten(string content)
    {
        File.WriteAllText(_tools.Folder["result.txt"], content);

        var failure = await Assert.ThrowsAsync<ModelException>(PlayAsync);

        Assert.Equal("model_rejected", failure.Code);
        Assert.False(failure.IsTransient);
        Assert.Contains("refused: result.txt was not made by this demonstration", failure.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(_tools.Folder["result.txt"]));
    }

    [Fact]
    public async Task A_result_that_is_a_link_to_a_genuine_one_is_not_followed()
    {
        await PlayAsync();
        File.Move(_tools.Folder["result.txt"], _tools.Folder["genuine.txt"]);
        File.CreateSymbolicLink(_tools.Folder["result.txt"], "genuine.txt");

        await Assert.ThrowsAsync<ModelException>(PlayAsync);

        Assert.Equal("genuine.txt", new FileInfo(_tools.Folder["result.txt"]).LinkTarget);
    }

    private async Task<(string Answer, List<string> Tools)> PlayAsync()
    {
        var client = _models.Open().Get("scripted/demo").Client;
        var messages = new List<ChatMessage> { new(ChatRole.User, "anything") };
        var tools = new List<string>();
        while (true)
        {
            var response = await client.GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
            messages.AddMessages(response);
            var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
            {
                return (response.Text, tools);
            }

            foreach (var call in calls)
            {
                tools.Add(call.Name);
                var result = await _tools.CallAsync(call.Name, call.Arguments);
                messages.Add(new ChatMessage(ChatRole.Tool, [ToolMessages.Result(call.CallId, result.Text, result.IsError ? "error" : null)]));
            }
        }
    }
}
