using System.Runtime.CompilerServices;
using System.Text.Json;
using Isaa.Protocol.Sandbox;

namespace Isaa.Sandbox.Running;

/// <summary>The life of a process that serves one call: get warm, wait, run, answer, wait to be killed.</summary>
internal static class FunctionProcess
{
    public static void Run(Channel channel, bool isAwaited)
    {
        if (!isAwaited)
        {
            Warm();
        }

        NetworkBridge.StartIfWanted();
        channel.SayReady();
        if (channel.Read() is { } request)
        {
            channel.Reply(FunctionCallRunner.Run(request));
            _ = new ManualResetEventSlim().WaitHandle.WaitOne();
        }
    }

    /// <summary>A call of a function of our own takes every path once, so that the first foreign call finds them compiled.</summary>
    private static void Warm()
    {
        var assembly = File.ReadAllBytes(typeof(WarmUp).Assembly.Location);
        var request = new WorkerRequest
        {
            Task = WorkerTask.Run,
            Entry = nameof(WarmUp.AddAsync),
            Assembly = assembly,
            Input = JsonElement.Parse("""{"a":1,"b":2.5,"c":"x","d":[1],"e":{"k":true},"f":{"x":1,"texts":["a"]}}"""),
            Imports = ["*"],
            OutputBytes = 4096,
        };
        var line = JsonSerializer.Serialize(request, WorkerJson.Default.WorkerRequest);
        var reply = FunctionCallRunner.Run(JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerRequest)!);
        if (reply.Outcome != "completed")
        {
            throw new InvalidOperationException($"The process cannot run functions: {reply.Error?.Message}");
        }

        _ = JsonSerializer.SerializeToUtf8Bytes(reply, WorkerJson.Default.WorkerReply);

        // What the call above does not come through: its imports are free, and nothing of it is printed. Of what the check finds here nothing matters.
        _ = AssemblyCheck.FindForbidden(assembly, ["System.Text"]);
        Console.Out.Write("");
        Console.Error.Write("");
    }
}

/// <summary>What <see cref="FunctionProcess"/> warms itself with.</summary>
internal static class WarmUp
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<Sum> AddAsync(int a, double b, string c, List<int> d, JsonElement e, Part f, CancellationToken? context = null)
    {
        await Task.Yield();
        return new Sum(a + b, c, [f], new() { ["list"] = d, ["more"] = e, ["cancelled"] = context is not null, ["shapes"] = Shapes });
    }

    // The serializer has code of its own for each combination of value types in a constructor: these are the usual ones.
    private static object[] Shapes => [new Numbered(1), new Measured(1.5), new Named("x"), new Counted("x", 1)];

    public sealed record Sum(double Total, string Text, IReadOnlyList<Part> Parts, Dictionary<string, object> More);

    public sealed record Numbered(int Number);

    public sealed record Measured(double Value);

    public sealed record Named(string Name);

    public sealed record Counted(string Name, int Count);

    public sealed record Part(int X, string[] Texts, bool IsOptional = false);
}
