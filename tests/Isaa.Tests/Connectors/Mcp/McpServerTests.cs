using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Isaa.Agents;
using Isaa.Agents.Settings;
using Isaa.Agents.Settings.Tools;
using Isaa.Connectors.Mcp;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Architecture;

namespace Isaa.Tests.Connectors.Mcp;

/// <summary>Agents call the tools of servers that nobody here wrote.</summary>
public sealed class McpServerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("isaa-mcp-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_programs_tools_are_called_over_its_input_and_output_and_it_keeps_its_own_walls()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "a.txt"), "hello", Cancellation);
        var client = new FakeChatClient()
            .ThenCall(("r", "files_read_text_file", new { path = Path.Combine(_folder.FullName, "a.txt") }), ("x", "files_read_text_file", new { path = "/etc/hostname" }))
            .ThenText("done");
        await using var bed = Bed(client);
        await RegisterAsync(bed, Files() with { Tools = ["read_text_file"] });

        Assert.Equal(AgentRunStatus.Completed, (await bed.RunAsync("go", agent: "ann")).Status);
        var results = client.Calls[1].Results.Select(r => $"{r.Result}").ToList();
        Assert.Equal("hello", results[0]);
        Assert.StartsWith("Access denied", results[1], StringComparison.Ordinal);
        Assert.Equal(["files_read_text_file", "read_result"], client.Calls[0].Options.Tools!.Select(t => t.Name));
    }

    [Fact]
    public async Task An_addresss_tools_are_called_over_http()
    {
        var port = FreePort();
        using var program = Process.Start(new ProcessStartInfo("node", [Peer("server-everything"), "streamableHttp"])
        {
            Environment = { ["PORT"] = $"{port}" },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            while (await program.StandardError.ReadLineAsync(Cancellation) is { } line && !line.Contains("listening", StringComparison.Ordinal))
            {
            }

            var client = new FakeChatClient().ThenCall(("e", "all_echo", new { message = "hi" }), ("s", "all_get-sum", new { a = 2, b = 3 })).ThenText("done");
            await using var bed = Bed(client);
            await RegisterAsync(bed, new AgentMcpServer { Name = "all", Url = $"http://127.0.0.1:{port}/mcp" });

            await bed.RunAsync("go", agent: "ann");
            Assert.Equal(["Echo: hi", "The sum of 2 and 3 is 5."], client.Calls[1].Results.Select(r => $"{r.Result}"));
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_server_whose_tools_say_something_else_than_what_was_accepted_is_refused()
    {
        await using var bed = Bed(new FakeChatClient());
        await RegisterAsync(bed, Files() with { Pin = new string('0', 64) });

        var result = await bed.RunAsync("go", agent: "ann");
        Assert.Equal((AgentRunStatus.Failed, "mcp_changed"), (result.Status, result.Error?.Code));
        Assert.Empty(bed.Client.Calls);
    }

    [Fact]
    public async Task A_server_that_cannot_be_started_or_has_no_such_tool_fails_the_run_with_the_reason()
    {
        await using var bed = Bed(new FakeChatClient());
        await RegisterAsync(bed, new AgentMcpServer { Name = "none", Command = Path.Combine(_folder.FullName, "missing") });
        Assert.Equal("mcp_unavailable", (await bed.RunAsync("go", agent: "ann")).Error?.Code);

        await RegisterAsync(bed, Files() with { Tools = ["read_text"] });
        var error = (await bed.RunAsync("go", agent: "ann")).Error!;
        Assert.Equal("tool_unknown", error.Code);
        Assert.Contains("read_text_file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_is_not_set_is_named_and_no_other_variable_reaches_the_program()
    {
        var client = new FakeChatClient().ThenCall(("e", "all_get-env", new { })).ThenText("done");
        await using var bed = Bed(client, name => name switch { "PATH" => Environment.GetEnvironmentVariable("PATH"), "TOKEN" => "t0ken", "OTHER_KEY" => "secret", _ => null });
        await RegisterAsync(bed, new AgentMcpServer { Name = "all", Command = "node", Arguments = [Peer("server-everything"), "stdio"], Environment = new Dictionary<string, string> { ["GIVEN"] = "TOKEN" } });
        await bed.RunAsync("go", agent: "ann");
        var environment = $"{client.Calls[1].Results.Single().Result}";
        Assert.Contains("t0ken", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", environment, StringComparison.Ordinal);

        await RegisterAsync(bed, Files() with { Environment = new Dictionary<string, string> { ["GIVEN"] = "MISSING" } });
        Assert.Contains("'MISSING'", (await bed.RunAsync("go", agent: "ann")).Error!.Message, StringComparison.Ordinal);
    }

    private static AgentBed Bed(FakeChatClient client, Func<string, string?>? environment = null) =>
        new(client, more: services => services.AddMcpServers(environment is null ? null : new McpOptions { Environment = environment }));

    private AgentMcpServer Files() => new() { Name = "files", Command = "node", Arguments = [Peer("server-filesystem"), _folder.FullName] };

    private static async Task RegisterAsync(AgentBed bed, AgentMcpServer server) => await bed.Registry.RegisterAsync(
        new AgentDefinition { Name = "ann", Tools = [], Mcp = [server], Reasoning = new AgentReasoning { Mode = ReasoningMode.Direct } }, cancellationToken: Cancellation);

    private static string Peer(string name)
    {
        var peers = Environment.GetEnvironmentVariable("ISAA_TEST_PEERS") ?? Path.Combine(Repository.Root, "artifacts", "peers");
        var program = Path.Combine(peers, "node_modules", "@modelcontextprotocol", name, "dist", "index.js");
        Assert.True(File.Exists(program), $"{program} is missing: ./test installs it");
        return program;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
