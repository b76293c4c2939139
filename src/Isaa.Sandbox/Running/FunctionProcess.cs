using System.Runtime.CompilerServices;
using System.Text.Json;
using Isaa.Protocol.Sandbox;

namespace Isaa.Sandbox.Running;

/// <summary>The life of a process that serves one call: get warm, wait, run, answer, wait to be killed.</summary>
internal static class FunctionProcess
{
    public static void Run(Channel channel)
    {
        Warm();
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
        var request = new WorkerRequest
        {
            Task = WorkerTask.Run,
            Entry = nameof(WarmUp.AddAsync),
            Assembly = File.ReadAllBytes(typeof(WarmUp).Assembly.Location),
            Input = JsonElement.Parse("""{"a":1,"b":2.5,"c":"x","d":[1],"e":{"k":true}}"""),
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
    }
}

/// <summary>What <see cref="FunctionProcess"/> warms itself with.</summary>
internal static class WarmUp
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<Dictionary<string, object>> AddAsync(int a, double b, string c, List<int> d, JsonElement e, CancellationToken? context = null)
    {
        await Task.Yield();
        return new() { ["sum"] = a + b, ["text"] = c, ["list"] = d, ["more"] = e, ["cancelled"] = context is not null };
    }
}
