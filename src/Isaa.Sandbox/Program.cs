using Isaa.Sandbox;
using Isaa.Sandbox.Compiling;
using Isaa.Sandbox.Running;

// Runs inside the sandbox only: it holds no secret and needs none.
switch (args)
{
    case ["run"]:
        FunctionProcess.Run(Channel.Open(), isAwaited: false);
        return 0;
    case ["run", "now"]:
        // Somebody waits for this very process: what its call does not need would only take time.
        FunctionProcess.Run(Channel.Open(), isAwaited: true);
        return 0;
    case ["compile"]:
        CompilerProcess.Run(Channel.Open());
        return 0;
    default:
        Console.Error.WriteLine("Isaa starts this program inside its sandbox: Isaa.Sandbox run [now]|compile");
        return 2;
}
