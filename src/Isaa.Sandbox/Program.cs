using Isaa.Sandbox;
using Isaa.Sandbox.Compiling;
using Isaa.Sandbox.Running;

// Runs inside the sandbox only: it holds no secret and needs none.
switch (args)
{
    case ["run"]:
        FunctionProcess.Run(Channel.Open());
        return 0;
    case ["compile"]:
        CompilerProcess.Run(Channel.Open());
        return 0;
    default:
        Console.Error.WriteLine("Isaa starts this program inside its sandbox: Isaa.Sandbox run|compile");
        return 2;
}
